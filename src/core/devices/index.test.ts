import { behaviourOf } from './behaviours';
import { describe, expect, it } from 'vitest';
import { parseQemuOpts } from '../options/qemu-opts';
import { readProperty, type Given } from '../qemu/properties';
import { ok } from '../base/result';
import { deviceOptionText } from '../codecs/command-line-writer';
import { deviceKinds, kindOfDriver, memoryDeviceSchema, type MemoryDevice } from './index';

/** A value of each way of editing, and what QEMU makes of it. */
const SAMPLES: Readonly<Record<string, readonly [unknown, bigint | boolean | string]>> = {
  identifier: ['x0', 'x0'],
  backend: ['m0', 'm0'],
  node: [1, 1n],
  slot: [3, 3n],
  address: [0x1_8000_0000, 0x1_8000_0000n],
  size: [0x20_0000, 0x20_0000n],
  boolean: [true, true],
  choice: ['on', 'on'],
};

const deviceOf = (fields: Readonly<Record<string, unknown>>): MemoryDevice =>
  memoryDeviceSchema.parse(fields) as MemoryDevice;

describe('every memory-device kind', () => {
  it('has an id and a driver of its own', () => {
    expect(new Set(deviceKinds.all.map(({ id }) => id)).size).toBe(deviceKinds.all.length);
    for (const kind of deviceKinds.all) expect(kindOfDriver(kind.driver)).toBe(kind);
  });

  describe.each(deviceKinds.all.map((kind) => [kind.id, kind] as const))('%s', (id, kind) => {
    const text = (key: string, input: string): readonly [unknown, bigint | boolean | string] =>
      key === 'uuid'
        ? ['6a8a4a3c-0b0f-4e8b-8c3a-1f2d3e4f5a6b', '6a8a4a3c-0b0f-4e8b-8c3a-1f2d3e4f5a6b']
        : (SAMPLES[input] ?? ['t', 't']);

    it('needs nothing but its kind', () => {
      expect(memoryDeviceSchema.safeParse({ kind: id }).success).toBe(true);
    });

    it('edits every property that its schema has, save the free ones', () => {
      const everything = Object.fromEntries(kind.fields.map(({ key, input }) => [key, text(key, input)[0]]));
      expect(memoryDeviceSchema.safeParse({ kind: id, ...everything }).success).toBe(true);
      expect(memoryDeviceSchema.safeParse({ kind: id, nonsense: 1 }).success).toBe(false);
    });

    it('reads back from its command line as the same properties', () => {
      const everything = Object.fromEntries(kind.fields.map(({ key, input }) => [key, text(key, input)[0]]));
      const { id: name, pairs } = parseQemuOpts(deviceOptionText(deviceOf({ kind: id, ...everything })), 'driver');
      const given = new Map(pairs.map(({ key, value }) => [key, value]));
      expect(name).toBe('x0');
      expect(given.get('driver')).toBe(kind.driver);
      for (const { key, input } of kind.fields) {
        if (key === 'id') continue;
        const property = kind.properties[key] ?? key;
        const value: Given = { form: 'keyval', text: given.get(property) ?? '' };
        const read = readProperty(kind.driver, behaviourOf(kind).properties, property, value, (backend) => ok(backend));
        expect({ property, read }).toEqual({ property, read: ok(text(key, input)[1]) });
      }
    });
  });
});
