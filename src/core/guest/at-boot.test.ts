/** Before anything happens, and without drivers, a guest lists what the kernel's view of boot has: in every recorded boot. */
import { expect, test } from 'vitest';
import { recordedBoots } from '../../fixtures/guest-view/cases';
import { booted } from './guest-for-tests';
import { blockLines, iomemLines } from './printed';

/** Nobody knows the pieces of the secure-boot build. */
const known = recordedBoots.filter(({ firmware }) => firmware !== 'ovmf-secboot');

test.each(known.map((boot) => [boot.id, boot] as const))('%s', (_id, { args, firmware, append, blocks }) => {
  const { guest, linux } = booted(args, { firmware, append, drivers: [] });
  const facts = guest.facts();
  const recorded = blocks.filter((line) => line.startsWith('memory'));
  expect(blockLines([...facts.bootBlocks, ...facts.blocks]).toSorted()).toEqual(recorded.toSorted());
  expect(iomemLines(facts)).toEqual(iomemLines({ iomem: linux.iomem.filter(({ since }) => since === 'boot') }));
  expect(facts.firmwareMemmap).toEqual(linux.firmwareMemmap);
  expect(facts.blockRuns).toEqual(linux.blocks.filter(({ since }) => since === 'boot'));
  expect(facts.nodes.map(({ online, size, ranges }) => ({ online, size, ranges }))).toEqual(
    linux.nodes.map(({ online, size, ranges }) => ({ online, size, ranges })),
  );
});
