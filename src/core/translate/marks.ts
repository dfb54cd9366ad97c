/** Marks of backends, nodes' marks, and marks that a dialect does not know. */
import { notReserved, replaceNode, withoutKey, withoutMemory, type Draft } from './draft';
import type { Posting } from './postings';
import { stacksOf, type Stack } from './stacks';
import { bytesText } from './words';

/** Marked backends to marked nodes; one that no node has marks nothing then. */
export function backendsToNodes(draft: Draft): void {
  for (const stack of stacksOf(draft.document).filter(({ carrier }) => carrier === 'backend')) {
    const { document } = draft;
    const backend = document.backends[stack.index];
    if (backend === undefined) continue;
    draft.document = { ...document, backends: document.backends.with(stack.index, withoutKey(backend, 'hmem')) };
    const index = document.nodes.findIndex(({ memdev }) => memdev === stack.memdev);
    const node = document.nodes[index];
    if (node !== undefined) {
      replaceNode(draft, index, { ...node, mark: 'spm' });
      draft.changes.push({
        topic: 'setting',
        text: `The mark goes from backend ${stack.name} to node ${node.id}, whose memory it is.`,
        path: stack.path,
      });
    } else if (document.machine.memoryBackend === stack.memdev && document.nodes.length === 0) {
      onlyNode(draft, stack);
    } else {
      draft.losses.push({
        topic: 'mark',
        text: `Backend ${stack.name} is marked and is the memory of no node: the mark (${bytesText(backend.size)}) has no counterpart and is left out.`,
        path: stack.path,
      });
    }
  }
}

/** All RAM is one marked backend: only a node can carry the mark. */
function onlyNode(draft: Draft, { name, path, memdev = '' }: Stack): void {
  const { document } = draft;
  draft.document = {
    ...document,
    machine: withoutKey(document.machine, 'memoryBackend'),
    nodes: [{ id: 0, memdev, mark: 'spm' }],
  };
  draft.changes.push({
    topic: 'setting',
    text: `Backend ${name}, which is all boot memory, becomes that of node 0, which carries the mark.`,
    path,
  });
}

/** Marked nodes to marked backends. */
export function nodesToBackends(draft: Draft, form: Posting): void {
  for (const stack of stacksOf(draft.document).filter(({ carrier }) => carrier === 'node')) {
    const { document } = draft;
    const node = document.nodes[stack.index];
    if (node === undefined) continue;
    replaceNode(draft, stack.index, withoutKey(node, 'mark'));
    const index = document.backends.findIndex(({ id }) => id === stack.memdev);
    const backend = document.backends[index];
    if (backend === undefined) {
      draft.losses.push(withoutMemory(stack));
      continue;
    }
    const types = form.backendTypes ?? [backend.type];
    const isOther = !types.includes(backend.type);
    const file = isOther
      ? { ...backend, type: 'file' as const, path: backend.path ?? `/dev/shm/${backend.id}` }
      : backend;
    draft.document = {
      ...draft.document,
      backends: document.backends.with(index, { ...file, hmem: true }),
    };
    draft.changes.push({
      topic: 'setting',
      text: `The mark goes from node ${node.id} to backend ${backend.id}.`,
      path: stack.path,
    });
    if (isOther) {
      draft.losses.push({
        topic: 'setting',
        text: `Backend ${backend.id} becomes a file, ${file.path}: ${form.name} marks memory-backend-file alone, and it was memory-backend-${backend.type}.`,
        path: `backends.${index}`,
      });
    }
  }
}

/** Marks that a dialect does not know. */
export function withoutReserved(draft: Draft): void {
  for (const stack of stacksOf(draft.document)) {
    const node = stack.carrier === 'node' ? draft.document.nodes[stack.index] : undefined;
    if (node?.mark !== 'reserved') continue;
    replaceNode(draft, stack.index, { ...node, mark: 'spm' });
    draft.losses.push(notReserved(stack));
  }
}
