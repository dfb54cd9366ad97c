import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { GiB } from '../../base/addr';
import { arbitraryDocument } from '../../document/arbitrary';
import { layout } from '../../document/layout-builder';
import { dayOfResizing } from '../../document/samples/day-of-resizing';
import { fourApu } from '../../document/samples/four-apu';
import { samples } from '../../document/samples/index';
import type { LayoutDocument } from '../../document/schema';
import { stageTable, type TableId } from '../../rows/stage-table';
import { computePlan } from '../../plan/compute';
import { planOverTime } from '../../timeline/plan';
import { lookOfE820 } from '../../../ui/kinds';
import { importText } from '../importers';
import { htmlText } from './html';
import { makeReport } from './make-report';
import { markdownCode, markdownReport, markdownText } from './markdown';
import type { Block, Report, Table } from './report';
import { reportHtml, reportMarkdown } from './report-files';
import { typeTitle } from './words';

const SVG = '<svg xmlns="http://www.w3.org/2000/svg" width="8" height="8"></svg>';
const LINK = 'https://physmap.example/#d=1.5.abc';

const planOf = (document: LayoutDocument) => planOverTime(document, 0).plan;
const reportOf = (document: LayoutDocument, link: string | undefined = LINK): Report =>
  makeReport(document, planOf(document), { link, hasPicture: true });

function written(exporter: typeof reportHtml, document: LayoutDocument, link: string | undefined = LINK): string {
  const context = { picture: SVG, ...(link === undefined ? {} : { link }) };
  const file = exporter.write(planOf(document), document, context);
  if (!file.ok || typeof file.value.content !== 'string') throw new Error('no text was written');
  return file.value.content;
}

const blocksOf = (report: Report): readonly Block[] => report.sections.flatMap(({ blocks }) => blocks);
const tablesOf = (report: Report): readonly Table[] =>
  blocksOf(report).flatMap((block) => (block.kind === 'table' ? [block.table] : []));
function tableOf(report: Report, caption: string): Table {
  const found = tablesOf(report).find((table) => table.caption.includes(caption));
  if (found === undefined) throw new Error(`no table about ${caption}`);
  return found;
}
const textsOf = ({ rows }: Table): readonly (readonly string[])[] => rows.map((row) => row.map(({ text }) => text));

describe('a report', () => {
  test('of the four APUs says that it starts, by what margin, and what is to be known', () => {
    const report = reportOf(fourApu.document);
    expect(report).toMatchObject({ starts: true, verdict: 'QEMU 11.1 starts with this layout.' });
    const [summary] = report.sections;
    const texts = JSON.stringify(summary);
    for (const part of ['40 of the CPU’s 48 address bits', '398 GiB to the 1 TiB jump', '4 × ', '512 GiB', '1 warning'])
      expect(texts).toContain(part);
    expect(textsOf(tableOf(report, 'etc/e820'))).toEqual([
      ['0', '0xfd00000000', '0xffffffffff', '12 GiB', 'reserved', '–', 'AMD'],
      ['1', '0x0', '0x7fffffff', '2 GiB', 'usable', '0', 'r0'],
      ['2', '0x100000000', '0x107fffffff', '62 GiB', 'usable', '0', 'r0'],
      ['3', '0x1080000000', '0x307fffffff', '128 GiB', 'soft reserved', '1', 'sp1'],
      ['4', '0x3080000000', '0x507fffffff', '128 GiB', 'soft reserved', '2', 'sp2'],
      ['5', '0x5080000000', '0x707fffffff', '128 GiB', 'soft reserved', '3', 'sp3'],
      ['6', '0x7080000000', '0x907fffffff', '128 GiB', 'soft reserved', '4', 'sp4'],
    ]);
    expect(tableOf(report, 'The sum').foot?.map((row) => row.map(({ text }) => text))).toEqual([
      ['needed', '614', '0x997fffffff', '40 bits'],
      ['limit', '262,144', '0xffffffffffff', '48 bits'],
    ]);
  });

  test('has the checksum of each file that firmware reads', () => {
    // The SHA-256 of the bytes that QEMU 11.1 was recorded with.
    const rows = textsOf(tableOf(reportOf(fourApu.document), 'SHA-256'));
    expect(rows).toContainEqual([
      ...['etc/e820', '140'],
      'abf896031bf25f20861bae490e51601de0f43457964fddfffafe34035adf74f7',
    ]);
    const known = planOf(fourApu.document).snapshots[0]?.tables?.files.filter(({ bytes }) => bytes !== undefined);
    expect(rows.map(([name, size]) => [name, size])).toEqual(
      known?.map(({ name, bytes }) => [name, `${bytes?.length ?? 0}`]),
    );
  });

  test('has a row for each entry of each stage', () => {
    for (const { document } of samples.all) {
      const plan = planOf(document);
      const told = reportOf(document).sections.flatMap(({ id, blocks }) => (id === 'e820' ? blocks : []));
      const stages: readonly TableId[] = ['qemu', 'firmware', 'linux-bios', 'linux-user', 'linux'];
      const entries = stages.flatMap((id) => stageTable(plan, id, document.dialect).entries?.length ?? []);
      expect(told.flatMap((block) => (block.kind === 'table' ? [block.table.rows.length] : []))).toEqual(entries);
    }
  });

  test('of a layout that does not start has QEMU’s words, the sum, and no tables that QEMU never wrote', () => {
    const { cpu } = fourApu.document;
    const report = reportOf({ ...fourApu.document, cpu: { ...cpu, physBits: 39 } });
    expect(report.starts).toBe(false);
    const words = 'Address space limit 0x7fffffffff < 0x997fffffff phys-bits too low (39)';
    expect(blocksOf(report)).toContainEqual({ kind: 'said', severity: 'error', text: words });
    expect(report.sections.map(({ id }) => id)).not.toContain('srat');
    expect(JSON.stringify(report)).toContain('QEMU refuses to start, so it writes no table.');
    expect(textsOf(tableOf(report, 'Nodes'))[1]).toEqual(['1', '–', '–', 'sp1']);
  });

  test('tells each step and how it ended', () => {
    const report = reportOf(dayOfResizing.document);
    expect(textsOf(tableOf(report, 'Steps'))).toEqual([
      ['t1', 'plug dimm1, 8 GiB', 'done', '0x180000000', '8 GiB', '1'],
      ['t2', 'plug dimm2, 8 GiB', 'done', '0x380000000', '16 GiB', '2'],
      ['t3', 'unplug dimm1', 'the guest agreed, and it is gone', '0x180000000', '8 GiB', '1'],
      ['t4', 'plug dimm3, 12 GiB', 'done', '0x580000000', '20 GiB', '2'],
      ['t5', 'plug dimm4, 8 GiB', 'done', '0x180000000', '28 GiB', '3'],
      ['t6', 'plug dimm5, 4 GiB', 'refused by QEMU', '–', '28 GiB', '3'],
    ]);
  });

  test('of many steps stays readable', () => {
    const step = { do: 'reboot' } as const;
    const document = { ...layout('q35').ram('1G').build(), events: Array.from({ length: 3000 }, () => step) };
    const report = reportOf(document);
    expect(tableOf(report, 'Steps').rows).toHaveLength(1000);
    expect(JSON.stringify(report)).toContain('2,000 more steps are in the layout.');
  });

  test('says where the link is, or why there is none', () => {
    expect(written(reportMarkdown, fourApu.document)).toContain(`<${LINK}>`);
    expect(written(reportHtml, fourApu.document)).toContain(`<a href="${LINK}"`);
    const none = reportMarkdown.write(computePlan(fourApu.document, 0), fourApu.document, {});
    expect(none.ok && none.value.content).toContain('There is no link to this layout: it is too large for one.');
  });

  test('says beside the link what of the review is not in it, and where it is', () => {
    const lacks = '37 of 40 threads and 1 of 2 waivers are not in this link';
    const context = { picture: SVG, link: LINK, linkLacks: lacks };
    const contentOf = (exporter: typeof reportHtml): string => {
      const file = exporter.write(planOf(fourApu.document), fourApu.document, context);
      return file.ok ? String(file.value.content) : '';
    };
    const file = 'Ask for the layout as a file, which has them all.';
    expect(contentOf(reportMarkdown)).toContain(`<${LINK}>\n\n${lacks}: they did not fit. ${file}\n`);
    const here = 'The layout that this file carries has them all.';
    expect(contentOf(reportHtml)).toContain(`</a></p>\n<p>${lacks}: they did not fit. ${here}</p>`);
    expect(written(reportMarkdown, fourApu.document)).not.toContain('not in this link');
  });

  test('calls kinds of memory as the page does', () => {
    for (const type of [1, 2, 3, 4, 5, 7, 0xefff_ffff, 9]) expect(typeTitle(type)).toBe(lookOfE820(type).title);
  });
});

describe('what reviewers said', () => {
  const comment = (id: string, text: string, more: object = {}) => ({ id, text, ...more });
  const at = { start: 0x1080000000, size: 128 * GiB };
  const document: LayoutDocument = {
    ...fourApu.document,
    review: {
      threads: [
        { id: 'done', comments: [comment('a', 'typo'), comment('b', '', { does: 'resolves' })] },
        {
          ...{ id: 'sp1', path: 'devices.0', what: 'sp1', at: { ...at, start: 0x80000000 } },
          comments: [comment('c', 'why not PXM 2?\n\nThe GPU\nis there.', { by: 'Ann', time: 1_795_388_265 })],
        },
        { id: 'gone', gone: true, what: 'sp9', at, comments: [comment('d', 'needed?', { by: 'Bob' })] },
      ],
      waivers: [
        { code: 'boot/soft-reserved-lost', path: 'boot.firmware', reason: 'OVMF is what we ship', by: 'Ann' },
        { code: 'nosuch', reason: 'long ago' },
      ],
    },
  };

  test('is told with open threads first, resolved ones counted, and reasons for what is let pass', () => {
    const [found] = planOf(document).diagnostics;
    const [old, ...rest] = document.review.waivers;
    if (found === undefined || old === undefined) throw new Error('there is nothing to waive');

    const waiver = { ...old, code: found.code, path: found.path };
    const waived = { ...document, review: { ...document.review, waivers: [waiver, ...rest] } };
    const markdown = written(reportMarkdown, waived);
    expect(markdown).toContain('Threads: 2 threads open, 1 resolved.');
    expect(markdown).toMatch(/Findings: 1 warning.*; 1 of them waived\./);
    expect(markdown).toContain('- Waived: OVMF is what we ship (Ann)');
    expect(markdown).toContain(`(${found.code}): OVMF is what we ship (Ann)`);
    expect(markdown).toContain('Waivers of findings that are no longer there:\n\n- nosuch: long ago (Without a name)');
    expect(markdown).toContain(
      [
        '### sp1',
        'moved since this comment: 0x80000000 → 0x1080000000',
        '> **Ann, 2026-11-22 22:57 UTC**\n>\n> why not PXM 2?\n>\n> The GPU\\\n> is there.',
      ].join('\n\n'),
    );
    expect(markdown).toContain('### sp9\n\norphaned: sp9 is no longer in the layout\n\n> **Bob**\n>\n> needed?');
    expect(markdown).not.toContain('typo');
    const html = written(reportHtml, waived);
    expect(html).toContain(
      '<p class="signature">Ann, 2026-11-22 22:57 UTC</p><p class="saying">why not PXM 2?\n\nThe GPU\nis there.</p>',
    );
    expect(html).toContain('class="finding warning waived"');
  });

  test('is text and nothing else, whatever it is', () => {
    const hostile =
      '<script>alert(1)</script>\n| a | b |\n|---|---|\n```sh\n# x\n---\n===\n1. y\n> z [l](javascript:1) ![i](x)';
    const said = { by: hostile.slice(0, 256), text: hostile };
    const document: LayoutDocument = {
      ...fourApu.document,
      review: {
        threads: [{ id: 't', gone: true, what: hostile.slice(0, 256), comments: [{ id: 'c', ...said }] }],
        waivers: [{ code: hostile.slice(0, 256), reason: hostile }],
      },
    };
    const text = linesOf(written(reportMarkdown, document));
    expect(text.join('\n')).not.toMatch(/(?<!\\)<(?!https:)/);
    expect(text.filter((line) => /^> ?(?:#|---|===|1\.|>|\||`)/.test(line))).toEqual([]);
    expect(text.join('\n')).not.toMatch(/(?<!\\)\]\(/);
    const html = written(reportHtml, document);
    // The layout inside of the picture has it too, as text of an element.
    expect(html).not.toContain('<script');
    expect(html).toContain('&lt;script&gt;alert(1)&lt;/script&gt;\n| a | b |');
  });
});

describe('a report as HTML', () => {
  test('opens again as its layout', () => {
    for (const { document } of samples.all) {
      const read = importText(written(reportHtml, document));
      expect(read.ok && read.value.document).toEqual(document);
    }
  });

  test('runs nothing and fetches nothing', () => {
    const html = written(reportHtml, fourApu.document);
    expect(html).toContain(`default-src 'none'`);
    expect(html).not.toMatch(/<script|<link|<img|<iframe|@import|url\(|\son\w+=/i);
    expect(written(reportHtml, fourApu.document, 'javascript:alert(1)')).not.toContain('href="javascript');
  });

  test('takes what comes from outside for text', () => {
    expect(htmlText(`<b a='"&">\u0000\ud800`)).toBe('&lt;b a=&#39;&quot;&amp;&quot;&gt;\ufffd\ufffd');
    const hostile = '</title><script>alert(1)</script><img src=x onerror="1">';
    const html = written(reportHtml, { ...fourApu.document, title: hostile });
    expect(html).not.toContain('<script');
    expect(html).not.toContain('<img');
  });
});

/** Everything behind the marks that make Markdown a document: what is left is text. */
const linesOf = (markdown: string): readonly string[] => {
  const lines: string[] = [];
  let fence: string | undefined;
  for (const line of markdown.split('\n')) {
    const mark = /^(`{3,})/.exec(line)?.[1];
    if (fence !== undefined) fence = line === fence ? undefined : fence;
    else if (mark !== undefined) fence = mark;
    else lines.push(line);
  }
  expect(fence).toBeUndefined();
  return lines;
};

describe('a report as Markdown', () => {
  test('takes what comes from outside for text', () => {
    expect(markdownText('a|b `c` *d* [e](f) <g> &amp; h_i _j_\n# k')).toBe(
      'a\\|b \\`c\\` \\*d\\* \\[e\\](f) \\<g\\> \\&amp; h_i \\_j\\_ # k',
    );
    expect(markdownCode('a`b``c')).toBe('```a`b``c```');
    expect(markdownCode('`a')).toBe('`` `a ``');
    const document = { ...fourApu.document, title: '<script>\n\n# x\n| y |' };
    const text = linesOf(written(reportMarkdown, document)).join('\n');
    expect(text).not.toMatch(/(?<!\\)<(?!https:)/);
    expect(text).toContain('# \\<script\\> # x \\| y \\|');
  });

  test('of any layout has sound tables and fences, and no markup of strangers', () => {
    fc.assert(
      fc.property(arbitraryDocument, (document) => {
        const plan = computePlan(document, 0);
        const markdown = markdownReport(makeReport(document, plan, { link: LINK, hasPicture: false }));
        let columns = 0;
        for (const line of linesOf(markdown)) {
          if (!line.startsWith('| ')) {
            columns = 0;
            continue;
          }
          const bars = [...line.matchAll(/(?<!\\)\|/g)].length;
          if (columns === 0) columns = bars;
          expect(bars, line).toBe(columns);
        }
      }),
      { numRuns: 60 },
    );
  }, 60_000);
});

describe('a report of a layout that is compared', () => {
  const { document } = fourApu;
  const earlier = {
    ...document,
    title: 'rev A',
    memory: { ...document.memory, maxmem: 320 * 2 ** 30 },
    backends: document.backends.map((each) => (each.id === 'r0' ? each : { ...each, size: 64 * 2 ** 30 })),
  };
  const compared = (isLater: boolean): Report =>
    makeReport(document, planOf(document), {
      link: LINK,
      hasPicture: false,
      comparedWith: { document: earlier, isLater },
    });

  test('tells the changes: ranges, what both come to, options and settings', () => {
    const report = compared(false);
    expect(report.sections.map(({ id }) => id).indexOf('changes')).toBe(2);
    expect(JSON.stringify(report)).toContain(
      'Each GPU gets 64 GiB more. sp1 to sp4 grow from 64 to 128 GiB, sp2 to sp4',
    );
    expect(JSON.stringify(report)).toContain('A is “rev A”, B is this layout.');
    expect(textsOf(tableOf(report, 'Ranges that differ')).slice(0, 3)).toEqual([
      ['sp1', 'size, + 64 GiB', '64 GiB', '128 GiB'],
      ['sp2', 'size, + 64 GiB', '64 GiB', '128 GiB'],
      ['sp2', 'start, + 64 GiB', '0x2080000000', '0x3080000000'],
    ]);
    expect(textsOf(tableOf(report, 'What both layouts come to'))).toContainEqual([
      ...['to the 1 TiB jump', '654 GiB', '398 GiB', 'differs'],
    ]);
    expect(textsOf(tableOf(report, 'Options of the command line that differ'))[0]).toEqual([
      ...['-m 64G,slots=4,maxmem=320G', '-m 64G,slots=4,maxmem=576G', ''],
    ]);
    expect(textsOf(tableOf(report, 'Settings that differ'))[0]).toEqual(['Memory', 'maxmem', '320 GiB', '576 GiB']);
  });

  test('tells them the other way round where the other layout is the later one', () => {
    expect(JSON.stringify(compared(true))).toContain('Each GPU gets 64 GiB less.');
    expect(JSON.stringify(compared(true))).toContain('A is this layout, B is “rev A”.');
  });

  test('with itself has no tables of changes, and without another layout no such section', () => {
    const { document: same } = fourApu;
    const report = makeReport(same, planOf(same), { link: LINK, hasPicture: false, comparedWith: { document: same } });
    expect(report.sections.find(({ id }) => id === 'changes')?.blocks).toHaveLength(2);
    expect(reportOf(same).sections.map(({ id }) => id)).not.toContain('changes');
  });
});

test('a report of any layout is written', () => {
  const known =
    /<\/?(?:html|head|meta|title|style|body|header|main|nav|section|article|figure|h[1-3]|p|ul|li|a|div|samp|code|pre|dl|dt|dd|table|caption|thead|tbody|tfoot|tr|th|td|svg|metadata|physmap:layout)(?: [^<>]*)?>/g;
  fc.assert(
    fc.property(arbitraryDocument, (document) => {
      const file = reportHtml.write(computePlan(document, 0), document, { picture: SVG, link: LINK });
      const html = file.ok && typeof file.value.content === 'string' ? file.value.content : '';
      const rest = html
        .replace('<!doctype html>', '')
        .replace(/<style>[^]*?<\/style>/, '')
        .replace(known, '');
      expect(rest).not.toContain('<');
      expect(html.length).toBeGreaterThan(2000);
    }),
    { numRuns: 60 },
  );
}, 60_000);
