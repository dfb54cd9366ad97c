import { describe, expect, it } from 'vitest';
import { emptyDocument } from '../../core/document/defaults';
import type { LayoutDocument } from '../../core/document/schema';
import { addStep } from '../edits';
import { commitEdits } from '../../core/document/validate';
import { formAt } from './entity-forms';
import { optionsOf } from './options';
import { readQmp } from './qmp-text';
import { readTime, writeTime } from './time-text';

const message = (read: { readonly ok: boolean; readonly error?: string }): string =>
  read.ok ? '' : (read.error ?? '');

function withSteps(...kinds: readonly string[]): LayoutDocument {
  return kinds.reduce((document, kind) => {
    const next = commitEdits(document, addStep(document, kind).edits);
    if (!next.ok) throw new Error(next.error[0]?.message);
    return next.value;
  }, emptyDocument());
}

describe('forms of steps', () => {
  const KINDS = ['pc-dimm', 'virtio-mem', 'unplug', 'resize', 'reboot', 'guest', 'blocks', 'qmp'];

  it.each(KINDS)('a %s step has a form whose fields the layout knows', (kind) => {
    const document = withSteps('virtio-mem', 'pc-dimm', kind);
    const form = formAt(document, undefined, 'events.2');
    expect(form?.subtitle).toBe('t3');
    expect(form?.fields.map(({ path }) => path)).toEqual(
      expect.arrayContaining(['events.2.atMs', 'events.2.title']) as string[],
    );
  });

  it('an unplug offers the devices that are there by then, and says of another one that it is not', () => {
    const document = withSteps('pc-dimm', 'unplug', 'pc-dimm', 'unplug');
    const field = formAt(document, undefined, 'events.3')?.fields[0];
    if (field === undefined) throw new Error('no field');
    expect(optionsOf(document, field, 'dimm1')).toEqual([
      { value: 'dimm2', title: 'dimm2  DIMM, 8 GiB' },
      { value: 'dimm1', title: 'dimm1, not there by then' },
    ]);
  });

  it('times are read with their unit and written in the largest that fits', () => {
    expect(readTime('90 s')).toEqual({ ok: true, value: 90_000 });
    expect(readTime('1.5s')).toEqual({ ok: true, value: 1500 });
    expect(readTime('')).toEqual({ ok: true, value: undefined });
    expect(message(readTime('90') as never)).toContain('no unit');
    expect(message(readTime('soon') as never)).toContain('no time');
    expect(message(readTime('2000 h') as never)).toContain('49 days');
    expect([0, 250, 1500, 120_000, 7_200_000].map(writeTime)).toEqual(['0 s', '250 ms', '1.5 s', '2 min', '2 h']);
    for (const ms of [0, 1, 999, 1000, 1001, 61_000, 3_600_000]) {
      expect(readTime(writeTime(ms))).toEqual({ ok: true, value: ms });
    }
  });

  it('text that is no QMP command stays out of the layout, with where it stops being one', () => {
    expect(readQmp(' {"execute": "query-status"} ')).toEqual({ ok: true, value: '{"execute": "query-status"}' });
    expect(message(readQmp('{"execute": "x"') as never)).toContain('ends too early');
    expect(message(readQmp('{"execute": x}') as never)).toContain('character 13 cannot be “x}”');
    expect(message(readQmp('{"execute": "x",}') as never)).toContain('character 17 cannot be “}”');
    expect(message(readQmp('[1]') as never)).toContain('an object');
    expect(message(readQmp('{"arguments": {}}') as never)).toContain('nothing to execute');
  });
});
