/** Moving about on an axis: which view of it comes next. Views are plain data; `viewScale` turns one into pixels. */
import { addr } from '../core/base/addr';
import type { Range } from '../core/base/range';
import type { AddressScale, Segment } from './address-scale';
import { density, segmentAt, viewScale, type AxisView, type ViewScale } from './view-scale';

export { viewScale, type AxisView, type ViewScale } from './view-scale';

/** Px of air above and below the axis. */
export const PAD = 8;
/** Nearest of all, so many bytes fill the viewport. */
const LEAST_BYTES = 256;
/** Least air above and below a fitted range, in px and as a share of the viewport: both its addresses have room there. */
const FIT_AIR = { px: 24, share: 0.06 } as const;

/** The zoom that shows the whole axis; never above 1. */
const leastZoom = (base: AddressScale, height: number): number =>
  extentsOf(base).reduce(
    (least, extent) => Math.min(least, Math.max(1, height - 2 * PAD - extent.foot) / Math.max(1, extent.height)),
    1,
  );

/** What must fit where the axis does. */
const extentsOf = (base: AddressScale) => base.sheet ?? [{ height: base.height, foot: 0 }];

/** Where all that goes with an axis ends, in px. */
function footOf({ base, top, bottom, view }: ViewScale): number {
  if (base.sheet === undefined) return bottom;
  return base.sheet.reduce((lowest, { height, foot }) => Math.max(lowest, top + height * view.zoom + foot), bottom);
}

/** The zoom at which `LEAST_BYTES` of a segment fill the viewport. */
const mostZoom = (segment: Segment, height: number): number => Math.max(1, height / (LEAST_BYTES * density(segment)));

const mostAt = (base: AddressScale, address: number, height: number): number => {
  const segment = base.segments[segmentAt(base, address)];
  return segment === undefined ? 1 : mostZoom(segment, height);
};

/** Px of a range at zoom 1, exact for the smallest range at the end of the largest axis. */
function lengthOf(base: AddressScale, { start, end }: Range): number {
  const first = segmentAt(base, start);
  const last = segmentAt(base, Math.max(start, end - 1));
  const from = base.segments[first];
  const to = base.segments[last];
  if (from === undefined || to === undefined) return 0;
  if (first === last) return (end - start) * density(from);
  const between = to.top - (from.top + from.height);
  return (from.range.end - start) * density(from) + between + (end - to.range.start) * density(to);
}

/** The first sight: zoom 1, from the top. */
export const homeView = (base: AddressScale): AxisView => ({ at: base.window.start, pixel: PAD, zoom: 1 });

/** The whole axis. */
export const fitAll = (base: AddressScale, height: number): AxisView => ({
  at: base.window.start,
  pixel: PAD,
  zoom: leastZoom(base, height),
});

/** The same sight with an anchor that lies in it. */
function anchored(scale: ViewScale, shift: number): AxisView {
  const { view, height } = scale;
  const pixel = view.pixel + shift;
  if (pixel >= 0 && pixel <= height) return { ...view, pixel };
  const at = scale.toAddress(height / 2 - shift);
  return { at, pixel: scale.toPixel(at) + shift, zoom: view.zoom };
}

/** How far the axis must move so that no more than `PAD` of the viewport is empty; an axis that fits stands at the top. */
function shiftIntoSight(scale: ViewScale): number {
  const { top, height } = scale;
  const bottom = footOf(scale);
  if (bottom - top <= height - 2 * PAD || top > PAD) return PAD - top;
  return bottom < height - PAD ? height - PAD - bottom : 0;
}

/** The most zoom that any segment in sight allows: a small range beside a huge gap must not hold back a look into the gap. */
function mostInSight(scale: ViewScale): number {
  const { base, seen, height } = scale;
  let most = mostAt(base, scale.view.at, height);
  for (let index = segmentAt(base, seen.start); most < scale.view.zoom; index += 1) {
    const segment = base.segments[index];
    if (segment === undefined || segment.range.start >= seen.end) break;
    most = Math.max(most, mostZoom(segment, height));
  }
  return most;
}

/** A view that shows something, for instance after the viewport's size or the scale has changed. */
export function withinLimits(base: AddressScale, view: AxisView, height: number): AxisView {
  const least = leastZoom(base, height);
  const isUsable = Number.isFinite(view.pixel) && Number.isFinite(view.at) && view.zoom > 0 && view.zoom < Infinity;
  if (!isUsable) return fitAll(base, height);
  const wide = viewScale(base, { ...view, zoom: Math.max(view.zoom, least) }, height);
  const settled = anchored(wide, shiftIntoSight(wide));
  const most = mostInSight(viewScale(base, settled, height));
  if (settled.zoom <= most) return settled;
  const near = viewScale(base, { ...settled, zoom: most }, height);
  return anchored(near, shiftIntoSight(near));
}

/** @param by px that the sight moves towards higher addresses */
export const panned = (base: AddressScale, view: AxisView, by: number, height: number): AxisView =>
  withinLimits(base, { ...view, pixel: view.pixel - by }, height);

/** What lies under `pixel` stays there, to the fraction of a byte, as far as the ends of the axis allow. */
export function zoomedAt(base: AddressScale, view: AxisView, pixel: number, factor: number, height: number): AxisView {
  const scale = viewScale(base, view, height);
  const held = Math.min(Math.max(pixel, scale.top), footOf(scale));
  const at = scale.toAddress(held);
  const most = Math.max(mostAt(base, at, height), view.zoom);
  const zoom = Math.min(Math.max(view.zoom * factor, leastZoom(base, height)), most);
  const above = (held - scale.toPixel(at)) * (zoom / view.zoom);
  return withinLimits(base, { at, pixel: held - above, zoom }, height);
}

/** The range in the middle, as tall as it is; from its start where it is taller than the viewport. */
export function centred(base: AddressScale, view: AxisView, range: Range, height: number): AxisView {
  const length = lengthOf(base, range) * view.zoom;
  const pixel = Math.max(PAD, (height - length) / 2);
  return withinLimits(base, { at: range.start, pixel, zoom: view.zoom }, height);
}

/** The view itself where the range is in sight, or fills it; else the range in the middle. */
export function broughtIntoSight(base: AddressScale, view: AxisView, range: Range, height: number): AxisView {
  const scale = viewScale(base, view, height);
  const top = scale.toPixel(range.start);
  const bottom = scale.toPixel(range.end);
  if ((top >= 0 && bottom <= height) || (top <= 0 && bottom >= height)) return view;
  return centred(base, view, range, height);
}

/** The range fills the viewport, with air for its addresses. */
export function fitRange(base: AddressScale, range: Range, height: number): AxisView {
  const air = Math.min(height / 4, Math.max(FIT_AIR.px, FIT_AIR.share * height));
  return filledBy(base, range, height, air);
}

/** The range fills the viewport from edge to edge, as it does where it was in sight before. */
export const seenAgain = (base: AddressScale, range: Range, height: number): AxisView =>
  filledBy(base, range, height, 0);

function filledBy(base: AddressScale, range: Range, height: number, air: number): AxisView {
  const length = lengthOf(base, range);
  const wanted = length > 0 ? (height - 2 * air) / length : Infinity;
  const zoom = Math.max(leastZoom(base, height), Math.min(wanted, mostAt(base, range.start, height)));
  return withinLimits(base, { at: range.start, pixel: (height - length * zoom) / 2, zoom }, height);
}

/** The view of an axis that begins where another one does and is zoomed as that is, whatever is in sight then. */
export function inStep(base: AddressScale, { top, view, height }: ViewScale): ViewScale {
  const far = viewScale(base, { at: base.window.start, pixel: top, zoom: view.zoom }, height);
  return top >= 0 && top <= height ? far : viewScale(base, anchored(far, 0), height);
}

/** The view of another axis that shows the same addresses, or its first sight where all of the old axis was in sight or zoom was 1. */
export function carriedOver(from: ViewScale, base: AddressScale): AxisView {
  const { seen, window, view, height } = from;
  if (view.zoom <= 1 || (seen.start <= window.start && seen.end >= window.end)) {
    return withinLimits(base, { at: view.at, pixel: view.pixel, zoom: Math.min(1, view.zoom) }, height);
  }
  return filledBy(base, seen, height, 0);
}

const mix = (a: number, b: number, share: number): number => a + (b - a) * share;

/** On the way between two views of one axis: zoomed by equal factors in equal times, about the point that keeps its place. */
function onOneAxis(from: ViewScale, to: ViewScale, share: number): ViewScale {
  const { view: a } = from;
  const { view: b } = to;
  const zoom = a.zoom * (b.zoom / a.zoom) ** share;
  const done = Math.abs(b.zoom - a.zoom) > 1e-9 * a.zoom ? (zoom - a.zoom) / (b.zoom - a.zoom) : share;
  // The nearer sight knows its anchor's place in both.
  const [at, start, end] = a.zoom > b.zoom ? [a.at, a.pixel, to.toPixel(a.at)] : [b.at, from.toPixel(b.at), b.pixel];
  return viewScale(to.base, { at, pixel: mix(start, end, done), zoom }, mix(from.height, to.height, share));
}

/** An axis on its way from one sight to another: `share` 0 is the first, 1 the second. Pointing follows the second where the axes differ. */
export function viewBetween(from: ViewScale, to: ViewScale, share: number): ViewScale {
  if (share >= 1) return to;
  if (from.base === to.base) return onOneAxis(from, to, share);
  const top = mix(from.top, to.top, share);
  const bottom = mix(from.bottom, to.bottom, share);
  const toPixel = (address: number) => mix(from.toPixel(address), to.toPixel(address), share);
  const seen: Range = {
    start: addr(Math.min(from.seen.start, to.seen.start)),
    end: addr(Math.max(from.seen.end, to.seen.end)),
  };
  return { ...to, top, bottom, seen: { start: seen.start, end: addr(Math.min(seen.end, to.window.end)) }, toPixel };
}
