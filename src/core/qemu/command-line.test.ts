import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readCommandLine } from './command-line';
import { startUp } from './startup';

const names = (args: readonly string[]) =>
  readCommandLine(args).options.map(({ name, text, word }) => `${word} ${name}=${text}`);
const refusal = (args: readonly string[], files?: ReadonlyMap<string, string>) =>
  startUp(args, files === undefined ? {} : { files }).refusals[0]?.text;

describe('a command line', () => {
  it('is options with one dash or two, flags, and disk images', () => {
    expect(names(['disk.img', '-M', 'q35', '--m', '1G', '-nographic', '-drive', '-m'])).toEqual([
      '1 machine=q35',
      '3 m=1G',
      '5 nographic=',
      '6 drive=-m',
    ]);
  });

  it('keeps what QEMU prints before an error of an option', () => {
    expect(readCommandLine(['--m', '1G']).options[0]?.prefix).toBe('--m 1G: ');
  });

  it('is refused for an option that does not exist before anything else', () => {
    expect(refusal(['-m', 'foo', '-foo'])).toBe('-foo: invalid option');
    expect(refusal(['-m', 'foo', '-device'])).toBe('-device: requires an argument');
    expect(refusal(['-semihosting'])).toBe('-semihosting: Option not supported for this target');
  });

  it('never makes start-up throw', () => {
    const word = fc.oneof(
      fc.constantFrom('-machine', '-m', '-smp', '-cpu', '-numa', '-object', '-device', '-global', '-readconfig'),
      fc.string(),
      fc.stringMatching(
        /^(q35|node|pc-dimm|memory-backend-ram|cpu|dist)?(,[a-z.0-9-]{1,9}=[-0-9a-zA-Z.{}"']{0,6}){0,4}$/,
      ),
    );
    fc.assert(
      fc.property(fc.array(word, { maxLength: 12 }), (args) => startUp(args).options.length <= args.length),
      { numRuns: 500 },
    );
  });
});

describe('a configuration file', () => {
  const read = (text: string, ...args: string[]) =>
    refusal(['-readconfig', 'x.cfg', ...args], new Map([['x.cfg', text]]));

  it('acts at its place among the options', () => {
    const files = new Map([
      ['x.cfg', '# memory\n[machine]\n  type = "q35"\n\n[memory]\n  size = "2G"\n  maxmem = "4G"\n  slots = "2"\n'],
    ]);
    const { memory, machine, refusals } = startUp(['-m', '1G', '-readconfig', 'x.cfg', '-m', '3G'], { files });
    expect(refusals).toEqual([]);
    expect(machine?.version.id).toBe('pc-q35-11.1');
    expect(memory).toEqual({ ram: 3n * 2n ** 30n, maxram: 4n * 2n ** 30n, slots: 2n });
  });

  it('is named with the last line of the group in errors of devices, objects and nodes', () => {
    expect(read('\n[numa]\n  type = "node"\n  mem = "2G"\n\n[memory]\n size = "2G"\n')).toMatch(
      /^x\.cfg:4: Parameter -numa node,mem/,
    );
    expect(read('[object "a"]\n  qom-type = "memory-backend-ram"\n  share = "on"\n')).toBe(
      "x.cfg:3: Parameter 'size' is missing",
    );
    expect(read('[memory]\n  foo = "1G"\n')).toBe("-readconfig x.cfg: Invalid parameter 'foo'");
  });

  it('is refused where it is none', () => {
    expect(read('foo = "1"\n')).toBe('-readconfig x.cfg: no group defined');
    expect(read('[zork]\n a = "1"\n')).toBe("-readconfig x.cfg: There is no option group 'zork'");
  });
});
