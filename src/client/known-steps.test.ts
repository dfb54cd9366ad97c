import { describe, expect, it } from 'vitest';
import type { LayoutDocument, LayoutEvent } from '../core/document/schema';
import { layoutJson } from '../core/codecs/layout-json';
import { layout } from '../core/document/layout-builder';
import type { CallName, Calls, Request } from '../worker/protocol';
import { KeptSteps } from '../worker/kept-steps';
import { KnownSteps } from './known-steps';

const steps = (count: number, first = 0): readonly LayoutEvent[] =>
  Array.from({ length: count }, (_, index) => ({ do: 'unplug' as const, device: `d${first + index}` }));
const empty = layout().build();
const withSteps = (events: readonly LayoutEvent[]): LayoutDocument => ({ ...empty, events: [...events] });
let lastId = 0;
const plan = (document: LayoutDocument): Request => {
  lastId += 1;
  return { id: lastId, call: 'plan', ask: { document, revision: lastId } };
};
const textOf = (request: Request): string => (request.steps?.fresh ?? []).map(({ text }) => text).join('');
/** As a message arrives. */
const across = (known: KnownSteps, request: Request): Request => structuredClone(known.packed(request));

describe('steps that cross to the worker', () => {
  it('are part of the question while there are few', () => {
    const request = plan(withSteps(steps(20)));
    expect(new KnownSteps().packed(request)).toBe(request);
  });

  it('cross once, and are named from then on, whatever else of the layout changes', () => {
    const [page, worker] = [new KnownSteps(), new KeptSteps()];
    const document = withSteps(steps(2000));
    const first = across(page, plan(document));
    expect(first.ask).toMatchObject({ document: { events: [] } });
    expect(worker.whole(first)?.ask).toMatchObject({ document });
    const second = across(page, plan({ ...document, title: 'other' }));
    expect(textOf(second)).toBe('');
    expect(worker.whole(second)?.ask).toMatchObject({ document: { title: 'other', events: document.events } });
  });

  it('cross without those that an edit has left alone', () => {
    const [page, worker] = [new KnownSteps(), new KeptSteps()];
    const all = steps(3000);
    worker.whole(across(page, plan(withSteps(all))));
    const edits = [
      all.toSpliced(1500, 1, ...steps(2, 9000)),
      all.toSpliced(7, 3),
      all.toSpliced(3000, 0, ...steps(1, 9000)),
      all.toSpliced(0, 0, ...steps(1, 9000)),
      all.slice(1),
    ];
    for (const edited of edits) {
      const request = across(page, plan(withSteps(edited)));
      expect(textOf(request).length).toBeLessThan(100);
      expect(worker.whole(request)?.ask).toMatchObject({ document: { events: edited } });
    }
    // Whatever was forgotten in between crosses anew.
    const back = across(page, plan(withSteps(all)));
    expect(worker.whole(back)?.ask).toMatchObject({ document: { events: all } });
  });

  it('are those of each of several documents', () => {
    const [page, worker] = [new KnownSteps(), new KeptSteps()];
    const [before, after] = [withSteps(steps(1000)), withSteps(steps(1200, 5000))];
    const request: Request = { id: 1, call: 'outlook', ask: { before, after } };
    expect(worker.whole(across(page, request))).toEqual(request);
    const planned: Request = { id: 2, call: 'planned', ask: after };
    const crossed = across(page, planned);
    expect(textOf(crossed)).toBe('');
    expect(worker.whole(crossed)).toEqual(planned);
  });

  it('are forgotten by both sides when there are too many', () => {
    const [page, worker] = [new KnownSteps(), new KeptSteps()];
    const all = Array.from({ length: 6 }, (_, index) => withSteps(steps(1000, index * 5000)));
    const requests = all.map((document) => across(page, plan(document)));
    requests.forEach((request) => worker.whole(request));
    expect(requests.flatMap((request) => request.steps?.forget ?? [])).toEqual(
      requests.slice(0, 2).flatMap((request) => request.steps?.of.map(({ name }) => name) ?? []),
    );
    const [first] = all;
    if (first === undefined) throw new Error('no layout');
    expect(worker.whole(across(page, plan(first)))?.ask).toMatchObject({ document: first });
  });

  it('are not known to another worker, which says so', () => {
    const [page, worker] = [new KnownSteps(), new KeptSteps()];
    const document = withSteps(steps(2000));
    worker.whole(across(page, plan(document)));
    const other = new KeptSteps();
    expect(other.whole(across(page, plan(document)))).toBeUndefined();
    const edited = across(page, plan(withSteps(document.events.slice(1))));
    expect(other.whole(edited)).toBeUndefined();
    expect(other.whole(across(new KnownSteps(), plan(document)))?.ask).toMatchObject({ document });
  });
});

describe('steps of an imported layout', () => {
  const reading = (text: string, importer: string): Request => ({
    id: 7,
    call: 'import',
    ask: { name: '', source: { text }, current: empty, importer },
  });
  const asking = reading('', 'qmp-log');
  const imported = (document: LayoutDocument): Calls[CallName]['answer'] => ({
    ok: true,
    value: { document, notes: [] },
  });

  it('cross once to the page, and are not sent back', () => {
    const [page, worker] = [new KnownSteps(), new KeptSteps()];
    const document = withSteps(steps(2000));
    const { answer, steps: fresh } = structuredClone(worker.packed(asking, imported(document)));
    if (fresh === undefined) throw new Error('the steps are missing');
    expect(answer).toMatchObject({ value: { document: { events: [] } } });
    const whole = page.whole(answer, fresh, asking);
    expect(whole).toEqual(imported(document));
    const read = (whole as { readonly value: { readonly document: LayoutDocument } }).value.document;
    const request = across(page, plan(read));
    expect(textOf(request)).toBe('');
    expect(worker.whole(request)?.ask).toMatchObject({ document });
  });

  it('are part of the answer while there are few', () => {
    const answer = imported(withSteps(steps(20)));
    expect(new KeptSteps().packed(asking, answer).answer).toBe(answer);
    expect(new KeptSteps().packed(asking, null)).toEqual({ answer: null });
  });

  it('are forgotten with the next question where nobody waits for the answer any more', () => {
    const [page, worker] = [new KnownSteps(), new KeptSteps()];
    const { steps: fresh } = worker.packed(asking, imported(withSteps(steps(1000))));
    if (fresh === undefined) throw new Error('the steps are missing');
    page.drop(fresh);
    expect(across(page, plan(withSteps(steps(1000, 5000)))).steps?.forget).toEqual([-7]);
  });

  it('do not cross where the page has the JSON in which they stand as they are', () => {
    const [page, worker] = [new KnownSteps(), new KeptSteps()];
    const text = JSON.stringify(withSteps(steps(2000)));
    const read = layoutJson.read(text);
    if (!read.ok) throw new Error(read.error.message);
    for (const importer of ['layout-json', 'other']) {
      const request = reading(text, importer);
      const { answer, steps: imported } = structuredClone(worker.packed(request, read));
      if (imported === undefined) throw new Error('the steps are missing');
      expect('text' in imported).toBe(importer === 'other');
      expect(page.whole(answer, imported, request)).toEqual(read);
    }
  });
});
