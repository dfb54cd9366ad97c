/** A report about a layout: everything that a reader needs to judge it without the app. */
import type { LayoutDocument } from '../../document/schema';
import type { Plan } from '../../plan/plan';
import type { ComparedWith } from '../format';
import type { Report, Section } from './report';
import { addressBits } from './sections/address-bits';
import { changes } from './sections/changes';
import { files, layoutSource, startOf } from './sections/files';
import { findings } from './sections/findings';
import { host } from './sections/host';
import { memoryTables } from './sections/memory-tables';
import { memoryDevices, nodes, srat } from './sections/numa';
import { review } from './sections/review';
import { steps } from './sections/steps';
import { summary, verdictSentence } from './sections/summary';

export interface ReportWish {
  readonly link: string | undefined;
  /** What of the review is not in the link, without a full stop. */
  readonly linkLacks?: string | undefined;
  /** The report has a picture of the map, with the layout inside. */
  readonly hasPicture: boolean;
  readonly comparedWith?: ComparedWith | undefined;
}

const PICTURE: Section = { id: 'map', title: 'Address map', blocks: [{ kind: 'picture' }] };

/** Sections in reading order: the verdict and its reasons first, then the tables, then how to do it and what proves it. */
export function makeReport(
  document: LayoutDocument,
  plan: Plan,
  { link, linkLacks, hasPicture, comparedWith }: ReportWish,
): Report {
  const sections = [
    summary(document, plan),
    findings(document, plan),
    review(document, plan),
    hasPicture ? PICTURE : undefined,
    changes(document, comparedWith),
    addressBits(plan),
    memoryTables(document, plan),
    srat(plan),
    memoryDevices(plan),
    nodes(document, plan),
    host(document, plan),
    steps(document, plan),
    startOf(document),
    files(plan),
    layoutSource({ link, linkLacks, isInside: hasPicture }),
  ];
  return {
    title: document.title === '' ? 'Layout without a name' : document.title,
    starts: plan.verdict.starts,
    verdict: verdictSentence(document, plan),
    sections: sections.filter((section) => section !== undefined),
  };
}
