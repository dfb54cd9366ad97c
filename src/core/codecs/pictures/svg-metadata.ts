/** The layout inside of an SVG: one element of our own namespace in its metadata. Markup is searched as text and never rendered. */
import { err, ok, type Result } from '../../base/result';
import type { FormatError } from '../format';
import { NO_LAYOUT } from './layout-inside';

/** Not an address: nothing is fetched for a namespace. */
export const LAYOUT_NAMESPACE = 'urn:x-physmap:layout';
const ELEMENT = 'physmap:layout';

const ENTITIES: Readonly<Record<string, string>> = {
  '&amp;': '&',
  '&lt;': '<',
  '&gt;': '>',
  '&quot;': '"',
  '&apos;': "'",
};

/** The same picture with a layout inside; undefined if the text does not end as an SVG does. */
export function withLayout(svg: string, layout: string): string | undefined {
  const end = svg.lastIndexOf('</svg>');
  if (end < 0) return undefined;
  const text = layout.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
  const element = `<${ELEMENT} xmlns:physmap="${LAYOUT_NAMESPACE}">${text}</${ELEMENT}>`;
  return `${svg.slice(0, end)}<metadata>${element}</metadata>\n${svg.slice(end)}`;
}

/**
 * The text of the layout element: that which declares the namespace, whatever prefix a program gave it. One pass over the markup, whatever
 * is in it; an element with others inside is none of ours.
 */
export function layoutInMarkup(markup: string): Result<string, FormatError> {
  const named = markup.indexOf(`"${LAYOUT_NAMESPACE}"`);
  const opened = markup.lastIndexOf('<', named);
  const inside = markup.indexOf('>', named) + 1;
  const closed = markup.indexOf('<', inside);
  if (named < 0 || opened < 0 || inside === 0 || closed < 0) return err(NO_LAYOUT);
  const name = /^[\w.:-]{1,100}(?=\s)/.exec(markup.slice(opened + 1, opened + 102))?.[0] ?? '';
  if (!name.endsWith('layout') || !markup.startsWith(`</${name}>`, closed)) return err(NO_LAYOUT);
  return ok(markup.slice(inside, closed).replace(/&(?:amp|lt|gt|quot|apos);/g, (entity) => ENTITIES[entity] ?? entity));
}
