import { expect, test } from 'vitest';
import { rulePages } from '../../core/lint/rule-pages';
import { groupsOf, searchPages } from './rule-search';

const first = (text: string) => searchPages(rulePages, text)[0]?.code;

test.each([
  [
    'qemu-system-x86_64: Address space limit 0xffffffffff < 0x1fc3fffffff phys-bits too low (40)',
    'machine/phys-bits-too-low',
  ],
  ['-device pc-dimm,id=d,memdev=m0: no free slots available', 'device/no-free-slot'],
  ["address range conflicts with memory device id='sp2'", 'device/address-conflict'],
  ['warning: global PIIX4_PM.memory-hotplug-support=off not used', 'global/unused'],
  ['machine/phys-bits-too-low', 'machine/phys-bits-too-low'],
  ['memory_device_get_free_addr fragmented', 'device/fragmented'],
])('%s', (text, code) => {
  expect(first(text)).toBe(code);
});

test('half a message finds its page, nonsense finds none', () => {
  expect(first('the configuration is not prepared for memory devices')).toBe('device/no-window');
  expect(searchPages(rulePages, 'xyzzy plugh')).toEqual([]);
});

test('every page is in one group', () => {
  const grouped = groupsOf(rulePages).flatMap(({ pages }) => pages);
  expect(grouped).toHaveLength(rulePages.length);
  expect(new Set(grouped).size).toBe(rulePages.length);
  expect(groupsOf(rulePages)[0]?.title).toBe('QEMU refuses');
});
