/** The import dialog, with a planner that says what the test gives it. */
import { page, userEvent } from 'vitest/browser';
import { describe, expect, test } from 'vitest';
import { render } from 'vitest-browser-svelte';
import type { Workspace } from '../../app/workspace.svelte';
import type { Capture } from '../../core/capture/capture';
import type { Candidate, ImportReport } from '../../core/codecs/format';
import type { Outlook } from '../../core/compare/outlook';
import { firstDocument as fourApu } from '../../share/first-link';
import '../../styles/base.css';
import '../../styles/tokens.css';
import { testWorkspace, type Answers } from '../workspace-for-tests';
import WorkspaceForTests from '../WorkspaceForTests.svelte';
import ImportDialog from './ImportDialog.svelte';

describe('the import dialog', () => {
  const candidate = (id: string, likely = true): Candidate => {
    return { id, title: `A ${id}`, does: `Does what a ${id} does.`, sureness: 0.9, likely };
  };
  const side = { warnings: [], e820: ['0x0-0x7fffffff usable'] };
  const outlook: Outlook = {
    groups: [
      {
        title: 'Devices',
        count: 9,
        changes: [
          {
            group: 'devices',
            kind: 'resized',
            what: 'sp1',
            path: 'backends.0.size',
            before: '128 GiB',
            after: '192 GiB',
          },
        ],
      },
    ],
    before: side,
    after: { warnings: ['a warning of QEMU'], e820: ['0x0-0xbfffffff usable'] },
  };
  const show = async (answers: Answers): Promise<Workspace> => {
    const { workspace } = testWorkspace(fourApu, { recognise: [candidate('command-line')], outlook, ...answers });
    await render(WorkspaceForTests, { workspace, shown: ImportDialog });
    workspace.dialogs.show('import');
    return workspace;
  };
  const area = page.getByLabelText('Text to import');
  const button = page.getByRole('button', { name: 'Read', exact: true });
  const replace = page.getByRole('button', { name: 'Replace the layout' });
  const other = { ...fourApu, title: 'read' };

  test('marks the place of an error in the text', async () => {
    const works = 'Use -m 4G.';
    await show({
      import: { ok: false, error: { code: 'x', message: 'No such option.', works, line: 2, column: 3, length: 3 } },
    });
    await userEvent.fill(area, 'qemu\n  -mm 4G');
    await button.click();
    await expect.element(page.getByText('No such option.')).toBeVisible();
    await expect.element(page.getByText(works)).toBeVisible();
    const { selectionStart, selectionEnd } = area.element() as HTMLTextAreaElement;
    expect([selectionStart, selectionEnd]).toEqual([7, 10]);
  });

  test('shows remarks and what will change before anything changes, and takes it when told to', async () => {
    const workspace = await show({
      import: { ok: true, value: { document: other, notes: [{ message: '-display is kept as it is', line: 1 }] } },
    });
    await userEvent.fill(area, 'qemu -display none');
    await button.click();
    await expect.element(page.getByText('-display is kept as it is')).toBeVisible();
    await expect
      .element(page.getByRole('region', { name: 'Devices: what will change' }))
      .toHaveTextContent(/sp1\s*resized\s*128 GiB.*192 GiB.*and 8 more/);
    await expect.element(page.getByText('a warning of QEMU')).toBeVisible();
    await expect.element(page.getByText('etc/e820 with 1 entry, 1 of them other')).toBeVisible();
    expect(workspace.history.current).toBe(fourApu);
    await expect.element(replace).toHaveFocus();
    await userEvent.keyboard('{Enter}');
    await expect.poll(() => workspace.dialogs.shown).toBeUndefined();
    expect(workspace.history.current).toBe(other);
  });

  test('leaves everything as it is when it is cancelled, and forgets what was read', async () => {
    const workspace = await show({ import: { ok: true, value: { document: other, notes: [] } } });
    await userEvent.fill(area, 'qemu');
    await button.click();
    await expect.element(replace).toBeVisible();
    await page.getByRole('button', { name: 'Cancel' }).click();
    await expect.poll(() => workspace.dialogs.shown).toBeUndefined();
    expect(workspace.history.current).toBe(fourApu);
    expect(workspace.history.canUndo).toBe(false);
    workspace.dialogs.show('import');
    await expect.element(area).toHaveValue('');
  });

  test('asks what a text is where it can be several things, and takes another answer later', async () => {
    await show({
      recognise: [candidate('boot-log'), candidate('capture'), candidate('guess', false)],
      import: { ok: true, value: { document: other, notes: [] } },
    });
    await userEvent.fill(area, 'BIOS-e820');
    await button.click();
    const first = page.getByRole('radio', { name: /A boot-log/ });
    await expect.element(first).toHaveFocus();
    await expect.element(first).toBeChecked();
    await expect.element(page.getByRole('radio', { name: /A guess/ })).not.toBeInTheDocument();
    await userEvent.keyboard('{ArrowDown}{Enter}');
    await expect.element(page.getByText('Does what a capture does.')).toBeVisible();
    await page.getByLabelText('Read as').selectOptions('A guess');
    await expect.element(page.getByText('Does what a guess does.')).toBeVisible();
    await expect.element(replace).toBeVisible();
  });

  test('tells what was understood of a host, and what was not, and shows the place', async () => {
    const report: ImportReport = {
      facts: [
        { what: 'ranges of the E820 table (BIOS-e820)', count: 5 },
        { what: 'usable', count: 3, bytes: 2 ** 33 - 513 * 1024, part: true },
      ],
      lines: { all: 9, understood: 5, unread: 3, empty: 1 },
      unread: [{ line: 2, last: 4, count: 3, text: 'Linux version 7.2' }],
      unlisted: 0,
    };
    const document = { ...fourApu, title: 'not taken', host: { ...fourApu.host, physBits: 46 } };
    const workspace = await show({
      import: { ok: true, value: { document, notes: [{ message: 'two boots', line: 3 }], part: 'host', report } },
    });
    await userEvent.fill(area, 'one\ntwo\nthree\nfour\nfive');
    await button.click();
    await expect.element(page.getByRole('row', { name: '3 usable 8 GiB − 513 KiB' })).toBeVisible();
    await expect.element(page.getByText('Not understood: 3 of 9 lines')).toBeVisible();
    await page.getByRole('button', { name: 'lines 2 to 4' }).click();
    const { selectionStart, selectionEnd } = area.element() as HTMLTextAreaElement;
    expect([selectionStart, selectionEnd]).toEqual([4, 19]);
    expect(workspace.history.current).toBe(fourApu);
    await page.getByRole('button', { name: 'Take as host' }).click();
    expect(workspace.history.current).toEqual({ ...fourApu, host: document.host });
    workspace.history.undo();
    expect(workspace.history.current).toBe(fourApu);
  });

  test('holds what a guest said against the plan, and changes no layout', async () => {
    const capture: Capture = { title: 'etc/e820', of: 'memory-devices', devices: [] };
    const workspace = await show({
      import: { ok: true, value: { document: other, notes: [], part: 'nothing', capture } },
    });
    await userEvent.fill(area, 'query-memory-devices');
    await button.click();
    await page.getByRole('button', { name: 'Check against the plan' }).click();
    await expect.poll(() => workspace.dialogs.shown).toBeUndefined();
    expect(workspace.captured.current).toBe(capture);
    expect(workspace.history.current).toBe(fourApu);
  });

  test('shows the bytes of a file that is no text, and the one that is wrong', async () => {
    const error = { code: 'x', message: 'No entry ends here.', works: 'A whole table.', offset: 20 };
    const workspace = await show({ recognise: [candidate('e820')], import: { ok: false, error } });
    workspace.dialogs.offer({ file: new File([new Uint8Array(40).fill(0xfe)], 'e820.bin') });
    await expect.element(page.getByRole('group', { name: 'File to import' })).toHaveTextContent(/e820\.bin, 40 bytes/);
    await expect.element(page.getByRole('alert')).toHaveTextContent('byte 20 (0x14)');
    await page.getByRole('button', { name: 'Take something else' }).click();
    await expect.element(area).toBeVisible();
  });

  test('has nothing to do where nothing would change', async () => {
    const workspace = await show({
      import: { ok: true, value: { document: other, notes: [] } },
      outlook: { groups: [], before: side, after: side },
    });
    await userEvent.fill(area, 'qemu');
    await button.click();
    await expect.element(page.getByText('Nothing would change: the layout says the same already.')).toBeVisible();
    await page.getByRole('button', { name: 'Done' }).click();
    expect(workspace.history.current).toBe(fourApu);
  });

  describe('of a copy that differs in its comments', () => {
    const talk = (id: string, text: string) => ({ id, path: 'devices.0', comments: [{ id: `${id}c`, text }] });
    const [mine, theirs] = [talk('m', 'mine'), talk('t', 'theirs')];
    const read = async (): Promise<Workspace> => {
      const workspace = await show({
        import: {
          ok: true,
          value: { document: { ...fourApu, review: { threads: [theirs], waivers: [] } }, notes: [] },
        },
        outlook: { groups: [], before: side, after: side },
      });
      workspace.history.commit({ op: 'set', path: 'review', value: { threads: [mine], waivers: [] } });
      await userEvent.fill(area, 'a copy');
      await button.click();
      await expect
        .element(page.getByText('On screen: 1 thread with 1 comment. In its place: 1 thread with 1 comment.'))
        .toBeVisible();
      return workspace;
    };
    const threads = ({ history }: Workspace): readonly string[] => history.current.review.threads.map(({ id }) => id);

    test('adds its comments only, as one undo step', async () => {
      const workspace = await read();
      await page.getByRole('button', { name: 'Add its comments only' }).click();
      expect(threads(workspace)).toEqual(['m', 't']);
      expect(workspace.dialogs.shown).toBeUndefined();
      workspace.history.undo();
      expect(threads(workspace)).toEqual(['m']);
    });

    test('replaces the layout with its comments', async () => {
      const workspace = await read();
      await replace.click();
      expect(threads(workspace)).toEqual(['t']);
    });
  });

  test('tells which formats there are when it knows none of them', async () => {
    const formats = [{ title: 'QEMU command line', example: 'qemu-system-x86_64 -m 4G' }];
    await show({
      recognise: [],
      import: { ok: false, error: { code: 'x', message: 'None of the formats.', works: 'One of them', formats } },
    });
    await userEvent.fill(area, 'Dear all,');
    await button.click();
    await page.getByText('The formats that can be read').click();
    await expect.element(page.getByText('qemu-system-x86_64 -m 4G')).toBeVisible();
  });
});
