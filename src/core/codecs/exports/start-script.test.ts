import { expect, test } from 'vitest';
import { layout } from '../../document/layout-builder';
import { startScript } from './start-script';
import { planOf, twoStacks, written } from './layouts-for-tests';

test('what can be plugged is added over QMP at its place, with its backend; the rest is there at start', () => {
  const lines = written('qmp-start', twoStacks).split('\n');
  expect(lines.slice(2, 4)).toEqual([
    '# There from the start, since QEMU takes them only then:',
    "#   sp1, sp2: Device 'sp-mem' does not support hotplugging",
  ]);
  expect(lines.filter((line) => line.startsWith('{'))).toEqual([
    '{"id":"start","execute":"qmp_capabilities"}',
    '{"id":"t1","execute":"object-add","arguments":{"qom-type":"memory-backend-ram","id":"m-dimm1","size":8589934592}}',
    '{"id":"t1.2","execute":"device_add","arguments":{"driver":"pc-dimm","id":"dimm1","memdev":"m-dimm1","node":0,"addr":345744867328,"slot":0}}',
    '{"id":"devices","execute":"query-memory-devices"}',
    '{"id":"run","execute":"cont"}',
  ]);
  expect(lines).toContain('  -device sp-mem,id=sp1,memdev=m-sp1,node=1,addr=0x1080000000 \\');
  expect(lines.join('\n')).not.toContain('id=m-dimm1');
});

test('a backend that something else names stays on the command line', () => {
  const document = layout().ram('4G', { slots: 2, maxmem: '16G' }).dimm('1G', { id: 'd' }).build();
  const named = { ...document, options: [{ name: 'foo', value: 'm-d' }] };
  expect(startScript(named, planOf(named)).document.backends.map(({ id }) => id)).toEqual(['m-d']);
  expect(startScript(document, planOf(document)).document.backends).toEqual([]);
});

test('a device that QEMU refuses to plug stays at start, in QEMU’s words', () => {
  const document = layout()
    .ram('4G', { slots: 2, maxmem: '16G' })
    .dimm('1G', { id: 'd' })
    .virtioMem('1G', { id: 'v' })
    .build();
  const { cold, commands } = startScript(document, planOf(document));
  expect(cold).toEqual([{ name: 'v', why: "Bus 'pcie.0' does not support hotplugging" }]);
  expect(commands).toHaveLength(2);
});

test('without a device that can be plugged there is no script, and it says why', () => {
  const stack = layout().ram('4G', { maxmem: '16G' }).specificPurpose('1G', { id: 'sp1' }).build();
  expect(written('qmp-start', stack)).toBe(
    "QMP has nothing to add: all memory devices have to be there at start. sp1: Device 'sp-mem' does not support hotplugging.",
  );
  expect(written('qmp-start', layout().ram('4G').build())).toBe('QMP has nothing to add: there is no memory device.');
});
