import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import * as z from 'zod/mini';
import { arbitraryDocument } from './arbitrary';
import { layout } from './layout-builder';
import { quickCheck } from './quick-check';
import { readDocument } from './defaults';
import { readManySteps } from './read-many-steps';
import { eventSchema, type LayoutEvent } from './schema';

const fits = quickCheck(eventSchema);
const plug = {
  do: 'plug',
  device: { kind: 'pc-dimm', id: 'd1', memdev: 'm1' },
  backend: { id: 'm1', type: 'ram', size: 1024 },
};

describe('the quick check of a schema', () => {
  test('takes whatever a document has that passed the schema', () => {
    fc.assert(fc.property(arbitraryDocument, ({ events }) => events.every(fits)));
  });

  test.each([
    [{ ...plug, at: 5 }],
    [{ ...plug, device: { ...plug.device, id: '1d' } }],
    [{ ...plug, device: { ...plug.device, kind: 'gpu' } }],
    [{ ...plug, device: undefined }],
    [{ ...plug, backend: { ...plug.backend, size: 0.5 } }],
    [{ ...plug, backend: { ...plug.backend, size: -1 } }],
    [{ ...plug, backend: { ...plug.backend, size: NaN } }],
    [{ ...plug, backend: { ...plug.backend, type: 'rom' } }],
    [{ ...plug, backend: { ...plug.backend, path: 'x'.repeat(4097) } }],
    [{ ...plug, backend: { ...plug.backend, host: [] } }],
    [{ ...plug, backend: { ...plug.backend, extra: { key: 5 } } }],
    [{ ...plug, backend: { ...plug.backend, extra: JSON.parse('{"__proto__": "x"}') as unknown } }],
    [JSON.parse('{"do": "reboot", "__proto__": {}}')],
    [Object.create({ do: 'reboot' })],
    [{ do: 'explode' }],
    [{}],
    [null],
    ['reboot'],
    [[]],
  ])('leaves %j to the schema', (value) => {
    expect(fits(value)).toBe(false);
  });

  test('is never wider than the schema, whatever is changed in a step', () => {
    const odd = fc.oneof(
      fc.jsonValue(),
      fc.constantFrom(-1, 0.5, 2 ** 53, 0xffff_ffff, 0x1_0000_0000, '', 'x'.repeat(257), undefined, [], {}),
    );
    const key = fc.constantFrom(
      'do',
      'title',
      'atMs',
      'device',
      'backend',
      'answer',
      'to',
      'count',
      'command',
      'kind',
      'x',
    );
    const step = fc.tuple(arbitraryDocument, fc.nat(), key, key, odd).map(([{ events }, nth, first, second, value]) => {
      const one: object = events[nth % Math.max(1, events.length)] ?? plug;
      const inner: unknown = Reflect.get(one, first);
      const changed = typeof inner === 'object' && inner !== null ? { ...inner, [second]: value } : value;
      return { ...one, [first]: changed };
    });
    fc.assert(
      fc.property(step, (value) => {
        if (!fits(value)) return;
        const judged = eventSchema.safeParse(value);
        expect(judged).toEqual({ success: true, data: value });
      }),
      { numRuns: 1000 },
    );
  });

  test('does not know kinds of schemas that no layout has', () => {
    for (const schema of [z.uuid(), z.int(), z.coerce.string(), z.object({}), z.union([z.string(), z.number()])]) {
      expect(quickCheck(schema)('00000000-0000-4000-8000-000000000000')).toBe(false);
      expect(quickCheck(schema)(5)).toBe(false);
      expect(quickCheck(schema)({})).toBe(false);
    }
  });
});

describe('reading a document with very many steps', () => {
  const many = (step: object, count = 2000) => ({
    ...layout().build(),
    events: Array.from({ length: count }, () => step),
  });

  test('gives what reading it step by step gives', () => {
    const { format, machine, events } = many(plug);
    const document = { format, machine, events };
    const read = readManySteps(document);
    expect(read).toEqual(readDocument(document));
    if (read.ok) expect(read.value.events).toBe(document.events);
  });

  test.each([
    ['a step', { events: [...many(plug).events, { do: 'plug' }] }],
    ['another field', { memory: { size: 'much' } }],
    ['their number', { events: many(plug, 100_001).events }],
    ['the format', { format: 99 }],
  ])('names what is wrong in %s', (_name, wrong) => {
    const document = { ...many(plug), ...wrong };
    const read = readManySteps(document);
    expect(read.ok).toBe(false);
    expect(read).toEqual(readDocument(document));
  });

  test('lifts steps of an older format', () => {
    const old = { ...many({ do: 'reboot' }), format: 4 };
    const read = readManySteps(old);
    expect(read).toEqual(readDocument(old));
    if (read.ok) expect<LayoutEvent | undefined>(read.value.events[0]).toEqual({ do: 'reboot' });
  });
});
