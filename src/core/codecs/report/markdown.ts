/** A report as Markdown (GitHub's dialect: tables). Everything from outside is text in it and nothing else. */
import type { Block, Cell, FindingBlock, Report, Table, ThreadBlock } from './report';

/** What has a meaning wherever it stands; an underscore has none between letters. */
const SPECIAL = /[\\`*[\]<>|~]|&(?=[\w#])|(?<!\w)_|_(?!\w)/g;
/** What has a meaning at the start of a line: headings, quotes, lists, rules. */
const LEADING = /^(?:[#>+=-]|\d+[.)])/;

const oneLine = (value: string): string => value.replace(/\s+/g, ' ').trim();

/** Text within a line. */
export const markdownText = (value: string): string => oneLine(value).replace(SPECIAL, '\\$&');

const paragraph = (value: string): string =>
  markdownText(value).replace(LEADING, (mark) => `${mark.slice(0, -1)}\\${mark.slice(-1)}`);

/** The longest run of backticks decides how many stand around. */
function fenceOf(value: string, least: number): string {
  const longest = Math.max(0, ...[...value.matchAll(/`+/g)].map(([run]) => run.length));
  return '`'.repeat(Math.max(least, longest + 1));
}

export function markdownCode(value: string): string {
  const line = oneLine(value);
  if (line === '') return '';
  const fence = fenceOf(line, 1);
  const air = line.startsWith('`') || line.endsWith('`') ? ' ' : '';
  return `${fence}${air}${line}${air}${fence}`;
}

const block = (language: string, value: string): string => {
  const fence = fenceOf(value, 3);
  return `${fence}${language}\n${value}\n${fence}`;
};

/** A pipe ends a cell even inside of code. */
const cell = ({ text, code }: Cell): string =>
  code === true ? markdownCode(text).replaceAll('|', '\\|') : markdownText(text);

function table({ caption, columns, rows, foot = [] }: Table): string {
  const row = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
  const strong = (each: Cell): string => (each.text === '' ? '' : `**${cell(each)}**`);
  return [
    `**${markdownText(caption)}**`,
    '',
    row(columns.map(({ title }) => markdownText(title))),
    row(columns.map(({ align }) => (align === 'right' ? '---:' : '---'))),
    ...rows.map((cells) => row(cells.map(cell))),
    ...foot.map((cells) => row(cells.map(strong))),
  ].join('\n');
}

const SEVERITIES = { error: 'Error', warning: 'Warning', info: 'Remark' } as const;

function finding({ severity, code, what, said, where, why, works, waived }: FindingBlock): string {
  const ways =
    works.length === 1
      ? `- What works: ${markdownText(works[0] ?? '')}`
      : ['- What works:', ...works.map((way) => `  - ${markdownText(way)}`)].join('\n');
  return [
    `### ${SEVERITIES[severity]}: ${markdownText(what)}`,
    '',
    markdownCode(code),
    '',
    ...(said === undefined ? [] : [block('', said), '']),
    `- Where: ${markdownText(where)}`,
    `- Why: ${markdownText(why)}`,
    ways,
    ...waived.map((reason) => `- Waived: ${markdownText(reason)}`),
  ].join('\n');
}

/** A quotation: lines stay apart, and none of them ends it. */
function quoted(lines: readonly string[]): string {
  return lines.map((line) => (line === '' ? '>' : `> ${line}`)).join('\n');
}

function thread({ about, where, comments }: ThreadBlock): string {
  const said = comments.map(({ signature, text }) => {
    const lines = text.split(/\r\n|[\n\r\u2028\u2029]/).map(paragraph);
    return quoted([`**${markdownText(signature)}**`, ...(text === '' ? [] : ['', ...hardBreaks(lines)])]);
  });
  return [`### ${markdownText(about)}`, ...(where === '' ? [] : [markdownText(where)]), said.join('\n>\n')].join(
    '\n\n',
  );
}

/** Each line but the last of a paragraph ends with a break. */
const hardBreaks = (lines: readonly string[]): readonly string[] =>
  lines.map((line, index) => (line === '' || (lines[index + 1] ?? '') === '' ? line : `${line}\\`));

/** Only what is an address through and through becomes a link. */
const link = (address: string): string =>
  /^https?:\/\/[\w.~:/?#@!$&'()*+,;=%-]+$/.test(address) ? `<${address}>` : block('', address);

function render(each: Block): string {
  switch (each.kind) {
    case 'text':
      return each.quiet === true ? `*${markdownText(each.text)}*` : paragraph(each.text);
    case 'said':
      return block('', each.text);
    case 'list':
      return each.items.map((item) => `- ${markdownText(item)}`).join('\n');
    case 'terms':
      return each.items.map(([term, value]) => `- ${markdownText(term)}: ${markdownText(value)}`).join('\n');
    case 'table':
      return table(each.table);
    case 'shell':
      return block('sh', each.text);
    case 'link':
      return link(each.link);
    case 'picture':
      return '';
    case 'thread':
      return thread(each);
    case 'finding':
      return finding(each);
  }
}

export function markdownReport({ title, starts, verdict, sections }: Report): string {
  const parts = [
    `# ${markdownText(title)}`,
    `**${starts ? 'Starts' : 'Does not start'}.** ${markdownText(verdict)}`,
    ...sections.flatMap(({ title: heading, blocks }) => [
      `## ${markdownText(heading)}`,
      ...blocks.map(render).filter((part) => part !== ''),
    ]),
  ];
  return `${parts.join('\n\n')}\n`;
}
