/** A report as one HTML file: its style and its picture in it, no script, nothing fetched. Everything from outside is escaped. */
import { TOKEN_COLOURS, TOKEN_FACES } from '../../../styles/token-sheet';
import sheet from './report.css?raw';
import type { Block, Cell, FindingBlock, Report, Section, Table, ThreadBlock } from './report';

const ESCAPES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};
/** What is text in an element and in an attribute. Characters that no document may hold are replaced. */
export const htmlText = (value: string): string =>
  value
    // eslint-disable-next-line no-control-regex -- these characters are what is looked for
    .replace(/[\0-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]|\p{Surrogate}/gu, '\ufffd')
    .replace(/[&<>"']/g, (character) => ESCAPES[character] ?? '');

const USED = ['canvas', 'panel', 'line', 'line2', 'ink', 'ink2', 'acc', 'bad', 'badt', 'warn', 'ok'] as const;
const colours = (scheme: 'light' | 'dark'): string =>
  USED.map((name) => `--${name}:${TOKEN_COLOURS[name]?.[scheme] ?? ''};`).join('');

/** Paper is light, and the picture is paper in the dark too. */
const style = (): string =>
  [
    `:root{${colours('light')}--paper:${TOKEN_COLOURS['canvas']?.light ?? ''};--sans:${TOKEN_FACES.sans};--mono:${TOKEN_FACES.mono};}`,
    `@media screen and (prefers-color-scheme:dark){:root{${colours('dark')}}}`,
    sheet,
  ].join('\n');

/** A checksum has to break where a column has no room for it; an address must not. */
const LONG = 24;
const cell = ({ text, code }: Cell): string => {
  if (text === '') return '';
  return code === true ? `<code${text.length > LONG ? ' class="long"' : ''}>${htmlText(text)}</code>` : htmlText(text);
};

function table({ caption, columns, rows, foot = [] }: Table): string {
  const align = (index: number): string => (columns[index]?.align === 'right' ? ' class="right"' : '');
  const head = columns.map(({ title }, index) => `<th scope="col"${align(index)}>${htmlText(title)}</th>`).join('');
  const line = (cells: readonly Cell[]): string =>
    `<tr>${cells.map((each, index) => `<td${align(index)}>${cell(each)}</td>`).join('')}</tr>`;
  const footer = foot.length === 0 ? '' : `<tfoot>${foot.map(line).join('\n')}</tfoot>`;
  return `<div class="scroll" role="region" aria-label="${htmlText(caption)}" tabindex="0"><table>
<caption>${htmlText(caption)}</caption>
<thead><tr>${head}</tr></thead>
<tbody>
${rows.map(line).join('\n')}
</tbody>
${footer}</table></div>`;
}

const list = (items: readonly string[]): string =>
  `<ul>${items.map((item) => `<li>${htmlText(item)}</li>`).join('\n')}</ul>`;

const terms = (items: readonly (readonly [string, string])[]): string =>
  `<dl>${items.map(([term, value]) => `<dt>${htmlText(term)}</dt><dd>${value}</dd>`).join('\n')}</dl>`;

const SEVERITIES = { error: 'Error', warning: 'Warning', info: 'Remark' } as const;

function finding({ severity, code, what, said, where, why, works, waived }: FindingBlock): string {
  const [only = ''] = works;
  return `<article class="finding ${severity}${waived.length === 0 ? '' : ' waived'}">
<h3>${SEVERITIES[severity]}: ${htmlText(what)}</h3>
<code>${htmlText(code)}</code>
${said === undefined ? '' : `<div class="said"><samp>${htmlText(said)}</samp></div>`}
${terms([
  ['Where', htmlText(where)],
  ['Why', htmlText(why)],
  ['What works', works.length === 1 ? htmlText(only) : list(works)],
  ...waived.map((reason) => ['Waived', htmlText(reason)] as const),
])}
</article>`;
}

function thread({ about, where, comments }: ThreadBlock): string {
  const said = comments.map(
    ({ signature, text }) =>
      `<div class="comment"><p class="signature">${htmlText(signature)}</p>${text === '' ? '' : `<p class="saying">${htmlText(text)}</p>`}</div>`,
  );
  return `<article class="thread">
<h3>${htmlText(about)}</h3>
${where === '' ? '' : `<p class="quiet">${htmlText(where)}</p>`}
${said.join('\n')}
</article>`;
}

/** No other address than one of the web becomes a link: a click runs nothing. */
const link = (address: string): string =>
  /^https?:\/\//.test(address)
    ? `<p><a href="${htmlText(address)}" rel="noreferrer">${htmlText(address)}</a></p>`
    : `<pre>${htmlText(address)}</pre>`;

function render(each: Block, picture: string): string {
  switch (each.kind) {
    case 'text':
      return `<p${each.quiet === true ? ' class="quiet"' : ''}>${htmlText(each.text)}</p>`;
    case 'said':
      return `<div class="said ${each.severity}"><samp>${htmlText(each.text)}</samp></div>`;
    case 'list':
      return list(each.items);
    case 'terms':
      return terms(each.items.map(([term, value]) => [term, htmlText(value)] as const));
    case 'table':
      return table(each.table);
    case 'shell':
      return `<pre><code>${htmlText(each.text)}</code></pre>`;
    case 'link':
      return link(each.link);
    case 'picture':
      return `<figure class="picture">${picture}</figure>`;
    case 'thread':
      return thread(each);
    case 'finding':
      return finding(each);
  }
}

/** @param picture SVG of our own, which is put in as it is */
export function htmlReport({ title, starts, verdict, sections }: Report, picture: string): string {
  const section = ({ id, title: heading, blocks }: Section): string => `<section aria-labelledby="${id}">
<h2 id="${id}">${htmlText(heading)}</h2>
${blocks.map((each) => render(each, picture)).join('\n')}
</section>`;
  const contents = sections
    .map(({ id, title: heading }) => `<li><a href="#${id}">${htmlText(heading)}</a></li>`)
    .join('\n');
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="referrer" content="no-referrer">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'">
<title>${htmlText(title)}</title>
<style>
${style()}
</style>
</head>
<body>
<header>
<h1>${htmlText(title)}</h1>
<p class="verdict${starts ? '' : ' refused'}">${htmlText(verdict)}</p>
<nav aria-label="Contents"><ul class="contents">
${contents}
</ul></nav>
</header>
<main>
${sections.map(section).join('\n')}
</main>
</body>
</html>
`;
}
