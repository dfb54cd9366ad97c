import { describe, expect, it } from 'vitest';
import { recordedBoots, type RecordedBoot } from '../../fixtures/guest-view/cases';
import { predict, type PredictAnswer } from './prediction';

const answerTo = ({ id, firmware, append, args }: RecordedBoot): PredictAnswer =>
  predict({ id, args, firmware, kernel: '7.2', append }, args);

/** As the product says it: exact unless a diagnostic says otherwise. */
function surenessOf({ diagnostics }: PredictAnswer): string {
  const codes = new Set(diagnostics.map(({ code }) => code));
  return codes.has('predict/unknown') ? 'unknown' : codes.has('predict/modelled') ? 'modelled' : 'exact';
}

const answers = recordedBoots.map((boot) => ({ boot, answer: answerTo(boot) }));
const known = answers.filter(({ answer }) => surenessOf(answer) !== 'unknown');
const named = known.map(({ boot, answer }) => [`${surenessOf(answer)}: ${boot.id}`, boot, answer] as const);

describe('the first table that Linux prints', () => {
  it.each(named)('%s', (_, boot, answer) => {
    expect(answer.bios_e820).toEqual(boot.bios_e820);
  });

  it('is unknown for the one build that was recorded at one RAM size only', () => {
    const unknown = answers.filter(({ answer }) => surenessOf(answer) === 'unknown');
    expect(unknown.map(({ boot }) => boot.id)).toEqual(['q35-1g.ovmf-secboot']);
  });
});

describe('a request', () => {
  const args = ['-machine', 'q35', '-m', '1G'];
  const codesOf = (request: object) => predict({ id: 'a', ...request }, args).diagnostics.map(({ code }) => code);

  it('without a firmware has no such table', () => {
    expect(predict({ id: 'a' }, args)).not.toHaveProperty('bios_e820');
    expect(codesOf({ kernel: '7.2' })).toEqual(['predict/kernel-without-firmware']);
  });

  it('with a name that nobody knows says which are known', () => {
    expect(codesOf({ firmware: 'coreboot' })).toEqual(['predict/firmware-not-predicted']);
    expect(codesOf({ firmware: 'seabios', kernel: '2.6' })).toEqual(['predict/kernel-not-predicted']);
  });

  it('that QEMU refuses boots nothing', () => {
    expect(predict({ id: 'a', firmware: 'ovmf' }, ['-m', '1']).ok).toBe(true);
    expect(predict({ id: 'a', firmware: 'ovmf' }, ['-m', '4G,maxmem=2G'])).not.toHaveProperty('bios_e820');
  });
});
