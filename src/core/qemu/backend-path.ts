import type { Backend } from './machine';

/** A backend by its id, or by its place in QEMU's object tree (`/objects/ID`). */
export function findBackend(backends: readonly Backend[], name: string): Backend | undefined {
  const id = name.startsWith('/objects/') ? name.slice(9) : name.startsWith('objects/') ? name.slice(8) : name;
  return backends.find((backend) => backend.id === id);
}
