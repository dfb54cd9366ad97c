/** A plan as a picture that stands alone: its name and verdict, the map, and what its patterns mean. The same drawing serves paper, SVG and PNG. */
import { dialects } from '../../../core/dialects/index';
import type { LayoutDocument } from '../../../core/document/schema';
import type { Plan, Snapshot } from '../../../core/plan/plan';
import type { AddressScale, ScaleKind } from '../../../draw/address-scale';
import { fitAll, type AxisView } from '../../../draw/axis-view';
import { axisPieces } from '../../../draw/pieces';
import type { Pen, Palette, TextStyle } from '../../../draw/pen';
import { scales } from '../../../draw/scales';
import { SvgPen } from '../../../draw/svg-pen';
import { fitText, textWidth } from '../../../draw/text-width';
import { totalsText } from '../host/host-words';
import { stripsOf } from '../strips';
import { causesOf, kindsOf, machineText, windowNote } from '../words';
import { LowestPen } from './lowest-pen';
import { drawScene } from './scene';
import { drawSheet, SHEET_FOOT, SHEET_HEAD } from './sheet';
import { wholeScene } from './whole-scene';

/** How the map on screen is looked at; without it, as it is first shown. */
export interface PictureChoices {
  readonly kind: ScaleKind;
  /** Starts of gaps that are not folded. */
  readonly unfolded: ReadonlySet<number>;
  readonly hostUnfolded: ReadonlySet<number>;
}

export interface PlanPicture {
  /** In px. */
  readonly width: number;
  readonly height: number;
  /** For those who hear it. */
  readonly title: string;
  readonly description: string;
  draw(pen: Pen): void;
}

/** Px of the map: the part of A4 and Letter that both have inside their margins, less a heading. */
const SHEET = { width: 690, axis: 860 } as const;
/** A file may be shown in wider letters than those that its words were measured with: they need more room. */
const FILE_WIDTH = 800;
/** A file is as tall as its ranges need for their names, within what every viewer shows. */
const FILE_AXIS = 3200;
const NAMED = 20;
/** A short axis is not stretched over the sheet. */
const PER_ITEM = 80;
const LEAST_AXIS = 300;
/** Below the lowest thing. */
const FOOT = 6;

const fileAxis = (pieces: number): number => Math.min(FILE_AXIS, Math.max(SHEET.axis, pieces * NAMED));

const FIRST_CHOICES = (): PictureChoices => ({
  kind: 'compressed',
  unfolded: new Set(),
  hostUnfolded: new Set(),
});

interface MapWish {
  readonly document: LayoutDocument;
  readonly plan: Plan;
  /** The moment that the lane shows; boot without it. */
  readonly snapshot?: Snapshot | undefined;
  readonly choices?: PictureChoices;
  /** Px that are left free above. */
  readonly top?: number;
  readonly width?: number;
  /** Px that the axis may have, by the number of its pieces. */
  readonly most?: (pieces: number) => number;
}

/** The map with headings and legend; nothing where QEMU refuses before there is any memory to draw. */
export function mapPicture({
  document,
  plan,
  snapshot = plan.snapshots[0],
  choices = FIRST_CHOICES(),
  top = 0,
  width = SHEET.width,
  most = () => SHEET.axis,
}: MapWish): PlanPicture | undefined {
  if (snapshot === undefined) return undefined;
  const kinds = kindsOf(snapshot);
  if (kinds.length === 0) return undefined;
  const { kind, unfolded, hostUnfolded } = choices;
  const foldGaps = scales.find(kind)?.foldGaps ?? 'long';
  const pieces = axisPieces(snapshot.spaces.cpu, { foldGaps, unfolded });
  const axis = Math.min(most(pieces.length), Math.max(LEAST_AXIS, pieces.length * PER_ITEM));
  const height = top + SHEET_HEAD + axis + SHEET_FOOT;
  /** Fits the axis between headings and legend. */
  const between = (base: AddressScale): AxisView => {
    const view = fitAll(base, axis);
    return { ...view, pixel: view.pixel + top + SHEET_HEAD };
  };
  const scene = wholeScene({
    ...{ plan, snapshot, kind, unfolded, width, height, viewOf: between },
    causeOf: causesOf(snapshot, document.nodes),
    review: document.review,
    window: windowNote(plan),
    host: plan.host === undefined ? undefined : { unfolded: hostUnfolded },
  });
  const note = machineText(document.machine.type, plan.verdict);
  const strips = stripsOf(snapshot, plan.snapshots.slice(1)).map(({ title, entries }) => ({
    title,
    entries: entries.length,
  }));
  const host = plan.host === undefined ? undefined : { title: 'Host', note: totalsText(plan.host) };
  const draw = (pen: Pen): void => {
    drawScene(pen, scene);
    drawSheet(pen, scene, { title: 'Guest', note, strips, kinds, host }, top);
  };
  const extent = new LowestPen();
  draw(extent);
  return {
    ...{ width, height: Math.min(height, Math.ceil(extent.lowest) + FOOT) },
    ...{ title: titleOf(document), description: note, draw },
  };
}

const titleOf = ({ title }: LayoutDocument): string =>
  title === '' ? 'Address map of a layout without a name' : `Address map of ${title}`;

const TITLE: TextStyle = { font: 'title', ink: 'ink' };
const FINE: TextStyle = { font: 'body', ink: 'ink2' };
const REFUSED: TextStyle = { font: 'bodyStrong', ink: 'bad' };
const SAID: TextStyle = { font: 'hex', ink: 'ink' };
const SOURCE: TextStyle = { font: 'note', ink: 'ink3' };
const MARGIN = 16;
const LINE = 17;
const TITLE_SIZE = 16;
const HEX_SIZE = 11;
/** Advance of the face that QEMU's words are set in, in em. */
const MONO = 0.6;
const MOST_LINES = 4;

interface HeadLine {
  readonly text: string;
  readonly style: TextStyle;
}

/** Words in lines of so many characters; what does not fit in the last is cut. */
function wrapped(text: string, most: number): readonly string[] {
  const lines: string[] = [];
  for (const word of text.split(/\s+/)) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + 1 + word.length <= most) lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(word.slice(0, most));
  }
  if (lines.length <= MOST_LINES) return lines;
  return [...lines.slice(0, MOST_LINES - 1), `${(lines[MOST_LINES - 1] ?? '').slice(0, most - 2)} …`];
}

function headOf(plan: Plan, width: number): readonly HeadLine[] {
  const { starts, error = '', margins = [] } = plan.verdict;
  if (!starts) {
    const said = wrapped(error, Math.floor((width - 2 * MARGIN) / (HEX_SIZE * MONO)));
    return [{ text: 'QEMU will not start', style: REFUSED }, ...said.map((text) => ({ text, style: SAID }))];
  }
  const parts = ['QEMU starts', ...margins.map(({ text }) => text)];
  let line = parts[0] ?? '';
  for (const part of parts.slice(1)) {
    const longer = `${line}; ${part}`;
    if (textWidth(longer, 11.5) <= width - 2 * MARGIN) line = longer;
  }
  return [{ text: line, style: FINE }];
}

/** The whole picture of a file: name, verdict, map, legend, and where it comes from. */
export function planPicture(document: LayoutDocument, plan: Plan): PlanPicture {
  const width = FILE_WIDTH;
  const head = headOf(plan, width);
  const top = MARGIN + TITLE_SIZE + head.length * LINE + 20;
  const map = mapPicture({ document, plan, top, width, most: fileAxis });
  const height = (map?.height ?? top) + LINE + 16;
  const dialect = dialects.find(document.dialect)?.title ?? document.dialect;
  const description = [head.map(({ text }) => text).join(' '), map?.description].filter(Boolean).join('. ');
  return {
    ...{ width, height, title: titleOf(document), description },
    draw(pen) {
      map?.draw(pen);
      const name = document.title === '' ? 'Layout without a name' : document.title;
      pen.text(fitText(name, TITLE_SIZE, width - 2 * MARGIN) ?? '', MARGIN, MARGIN + TITLE_SIZE, TITLE);
      head.forEach(({ text, style }, index) =>
        pen.text(text, MARGIN, MARGIN + TITLE_SIZE + 4 + (index + 1) * LINE, style),
      );
      pen.text(`physmap, ${dialect}. The layout is in this file: open it with physmap.`, MARGIN, height - 12, SOURCE);
    },
  };
}

/** A picture as an SVG that stands alone. */
export function svgText(picture: PlanPicture, palette: Palette, prefix?: string): string {
  const pen = new SvgPen(palette, picture.width, picture.height, prefix);
  picture.draw(pen);
  return pen.finish(picture);
}
