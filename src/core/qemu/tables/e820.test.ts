import { describe, expect, test } from 'vitest';
import { computePlan } from '../../plan/compute';
import { layout } from '../../document/layout-builder';
import type { LayoutDocument } from '../../document/schema';
import { toHex } from '../../base/bytes';

const under = (...options: LayoutDocument['options']) => {
  const document = { ...layout().cpu('EPYC').ram('4G').build(), options };
  const tables = computePlan(document, 0).snapshots[0]?.tables;
  return { tables, bytes: tables?.files.find(({ name }) => name === 'etc/e820')?.bytes };
};
/** Four pages at 0xfeffc000, reserved. */
const KVM = '00c0fffe00000000' + '0040000000000000' + '02000000';

describe('with KVM etc/e820', () => {
  test.each([[{ name: 'enable-kvm' }], [{ name: 'accel', value: 'kvm' }]])(
    'begins with the pages that KVM keeps: %o',
    (option) => {
      const [with_, without] = [under(option), under()];
      expect(toHex(with_.bytes ?? new Uint8Array())).toBe(KVM + toHex(without.bytes ?? new Uint8Array()));
      expect(with_.tables?.e820[0]).toMatchObject({
        range: { start: 0xfeff_c000, end: 0xff00_0000 },
        type: 2,
        cause: 'KVM',
        sure: 'modelled',
        why: { rule: 'e820/kvm' },
      });
    },
  );

  test('is as ever where another accelerator comes first', () => {
    expect(under({ name: 'accel', value: 'tcg' }).bytes).toEqual(under().bytes);
  });
});
