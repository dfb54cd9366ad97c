/** Command lines as people find them: in logs, scripts, units and behind prompts. */
import { describe, expect, test } from 'vitest';
import { compactDocument } from '../document/defaults';
import { FORMAT } from '../document/schema';
import { candidates } from './importers';
import { qemuCommandLine } from './qemu-command-line';

const read = (text: string) => {
  const imported = qemuCommandLine.read(text);
  if (!imported.ok) throw new Error(imported.error.message);
  const { document, notes } = imported.value;
  return { layout: compactDocument(document), notes: notes.map(({ message }) => message) };
};
const GUEST = { format: FORMAT, machine: { type: 'q35' }, memory: { size: 2 ** 32 } };

const LIBVIRT_LOG = `2026-10-02 09:12:44.123+0000: starting up libvirt version: 11.8.0, package: 1 (Debian), qemu version: 10.1.0
LC_ALL=C \\
PATH=/usr/local/sbin:/usr/bin \\
/usr/bin/qemu-system-x86_64 \\
-name guest=apu,debug-threads=on \\
-machine pc-q35-10.1,usb=off,hmat=on,acpi=on \\
-accel kvm \\
-cpu host,migratable=on \\
-m size=4194304k,slots=2,maxmem=16777216k \\
-object '{"qom-type":"memory-backend-ram","id":"memdimm0","size":1073741824}' \\
-device '{"driver":"pc-dimm","node":0,"memdev":"memdimm0","id":"dimm0","slot":0}' \\
-msg timestamp=on
char device redirected to /dev/pts/3 (label charserial0)
`;

describe('a log of libvirt', () => {
  test('is a command line and nothing else', () => {
    expect(
      candidates({ text: LIBVIRT_LOG })
        .filter(({ likely }) => likely)
        .map(({ id }) => id),
    ).toEqual(['command-line']);
  });

  test('is read from the program to the last of its joined lines', () => {
    const { layout, notes } = read(LIBVIRT_LOG);
    expect(layout).toMatchObject({
      machine: { type: 'q35', version: '10.1' },
      memory: { size: 2 ** 32, slots: 2, maxmem: 2 ** 34 },
      devices: [{ kind: 'pc-dimm', id: 'dimm0', memdev: 'memdimm0' }],
    });
    expect(notes).toContain(
      'Everything from “char device redirected to /dev/pts/3 (la…” on is not part of this command and was left out.',
    );
  });
});

describe('a command among other things', () => {
  test.each([
    ['a script', '#!/bin/sh\nset -e; modprobe vfio\nqemu-system-x86_64 -machine q35 \\\n  -m 4G\necho "it\'s done"\n'],
    ['a list of commands', 'cd /srv/guest && qemu-system-x86_64 -machine q35 -m 4G'],
    ['a unit', '[Service]\nExecStart=/usr/bin/qemu-system-x86_64 -machine q35 -m 4G\nRestart=always\n'],
    ['a unit with joined lines', 'ExecStart=/usr/bin/qemu-system-x86_64 -machine q35 \\\n  -m 4G\nRestart=always\n'],
    ['a root prompt', '# qemu-system-x86_64 -machine q35 -m 4G\n'],
    ['a comment that names another', '# was: qemu-system-x86_64 -m 1G\nqemu-system-x86_64 -machine q35 -m 4G\n'],
    ['a sentence in quotes', 'echo "qemu-system-x86_64 starts"; qemu-system-x86_64 -machine q35 -m 4G'],
    ['a command in quotes', "ssh host 'qemu-system-x86_64 -machine q35 -m 4G' > log"],
    ['a shell’s command', 'sh -c "cd /srv; exec qemu-system-x86_64 -machine q35 -m 4G"'],
    ['a sentence with an apostrophe', "Here's what I run: qemu-system-x86_64 -machine 'q35' -m '4G'"],
    ['a wrapper', 'numactl -N 0 qemu-system-x86_64 -machine q35 -m 4G'],
  ])('is read alone: %s', (_where, text) => {
    expect(read(text).layout).toEqual(GUEST);
  });
});

describe('what pasting does to a command', () => {
  test('blanks behind a backslash join the lines all the same', () => {
    expect(read('qemu-system-x86_64 -machine q35 \\  \n -m 4G').layout).toEqual(GUEST);
  });

  test('a lost backslash before an option loses nothing', () => {
    expect(read('qemu-system-x86_64 \\\n -machine q35\n -m 4G').layout).toEqual(GUEST);
  });

  test('a line that a terminal wrapped goes on', () => {
    expect(read('qemu-system-x86_64 -machine\nq35 -m\n4G').layout).toEqual(GUEST);
  });
});

test.each(['"$@"', '$EXTRA', '${EXTRA}', '`# a comment`', '$(cat args)'])('%s is no disk image', (word) => {
  const { layout, notes } = read(`qemu-system-x86_64 -machine q35 ${word} -m 4G`);
  expect(layout).toEqual(GUEST);
  expect(notes).toContain(`“${word.replaceAll('"', '')}” is left out: only the shell knows what it holds.`);
});

test('a dash that a page made of a hyphen begins an option all the same', () => {
  const { layout, notes } = read('qemu-system-x86_64 –machine q35 —m 4G');
  expect(layout).toEqual(GUEST);
  expect(notes).toContain('“–machine” is read as -machine: a dash of running text stands before it.');
});

test('a value that only the shell knows is asked for', () => {
  const imported = qemuCommandLine.read('MEM=4G\nqemu-system-x86_64 -m ${MEM},slots=2');
  expect(imported).toMatchObject({ ok: false, error: { line: 2, column: 23 } });
  if (!imported.ok) expect(imported.error.works).toMatch(/^\$\{MEM\} is known to the shell alone: type its value\. /);
});

describe('the CPU of a machine that the text does not name', () => {
  test.each(['-accel kvm', '-enable-kvm', '-machine accel=kvm:tcg'])('is not held against the layout: %s', (accel) => {
    const { layout, notes } = read(
      `qemu-system-x86_64 -machine q35 ${accel} -cpu host,migratable=on,phys-bits=46 -m 4G`,
    );
    expect(layout).toMatchObject({ cpu: { physBits: 46 } });
    expect(layout).not.toHaveProperty('cpu.model');
    expect(notes.join(' ')).toMatch(
      /-cpu host is the CPU of the machine that QEMU runs on.*choose the model under CPU/,
    );
    expect(notes.join(' ')).not.toContain('QEMU refuses');
  });

  test('is refused where nothing asks for KVM, as QEMU does', () => {
    expect(read('qemu-system-x86_64 -machine q35 -accel tcg -cpu host -m 4G').layout).toMatchObject({
      cpu: { model: 'host' },
    });
  });

  test.each(['/usr/bin/kvm', 'qemu-kvm', 'kvm'])('is lent by a program that runs with KVM: %s', (program) => {
    const { layout, notes } = read(`${program} -machine q35 -cpu host -m 4G`);
    expect(layout).toEqual({ ...GUEST, options: [{ name: 'enable-kvm' }] });
    expect(notes).toContain(`${program.replace('/usr/bin/', '')} runs QEMU with KVM: -enable-kvm is put in.`);
  });

  test('is no matter where an accelerator is chosen', () => {
    expect(read('kvm -machine q35,accel=tcg -m 4G').layout).not.toHaveProperty('options');
  });
});

describe('the nodes of the host that a backend is bound to', () => {
  const backend = (nodes: string): unknown => read(`qemu-system-x86_64 -machine q35 -m 4G -object ${nodes}`).layout;
  const json = (nodes: readonly number[]): string =>
    `'{"qom-type":"memory-backend-ram","id":"a","size":4096,"host-nodes":${JSON.stringify(nodes)},"policy":"bind"}'`;

  test.each([
    [json([2]), '2'],
    [json([1, 0]), '0-1'],
    ['memory-backend-ram,id=a,size=4K,host-nodes=0-3,policy=bind', '0-3'],
  ])('are kept with it: %s', (text, nodes) => {
    expect(backend(text)).toMatchObject({ backends: [{ id: 'a', extra: { 'host-nodes': nodes, policy: 'bind' } }] });
  });

  test.each([json([0, 2]), 'memory-backend-ram,id=a,size=4K,host-nodes=0,host-nodes=2,policy=bind'])(
    'are kept as typed where they have gaps: %s',
    (text) => {
      expect(backend(text)).toMatchObject({ options: [{ name: 'object', value: text.replaceAll("'", '') }] });
      expect(backend(text)).not.toHaveProperty('backends');
    },
  );
});
