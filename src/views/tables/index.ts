/** The pages beside the map, in tab order: adding one is a component and a line here. */
import { hasSpm } from '../../app/specific-purpose';
import type { LayoutDocument } from '../../core/document/schema';
import { Part } from '../../ui/part.svelte';
import E820 from './E820.svelte';

export interface TablePage {
  readonly id: string;
  readonly title: string;
  /** The title in full, where the tab has no room for it. */
  readonly label?: string;
  readonly part: Part<Record<string, never>>;
  /** Shows under it why the selection is where it is. */
  readonly why?: boolean;
  /** The file whose bytes stand under it. */
  readonly file?: string;
  /** Scrolls inside by itself. */
  readonly fills?: boolean;
  /** Which layouts it has something to say of; absent: all. */
  readonly when?: (document: LayoutDocument) => boolean;
}

export const tablePages: readonly TablePage[] = [
  { id: 'e820', title: 'E820', part: Part.ready(E820), why: true, file: 'etc/e820' },
  { id: 'stages', title: 'Stages', part: new Part(() => import('./Stages.svelte')), why: true },
  { id: 'linux', title: 'Linux', part: new Part(() => import('./Linux.svelte')), why: true },
  { id: 'srat', title: 'SRAT', part: new Part(() => import('./Srat.svelte')), why: true, file: 'SRAT' },
  { id: 'devices', title: 'Devices', part: new Part(() => import('./Devices.svelte')), why: true },
  { id: 'fw_cfg', title: 'fw_cfg', part: new Part(() => import('./Files.svelte')), fills: true },
  {
    id: 'command-line',
    title: 'Command',
    label: 'Command line',
    part: new Part(() => import('./CommandLine.svelte')),
  },
  { id: 'dialects', title: 'Dialects', part: new Part(() => import('./Dialects.svelte')), when: hasSpm },
  { id: 'review', title: 'Review', part: new Part(() => import('./Review.svelte')) },
  { id: 'problems', title: 'Problems', part: new Part(() => import('./Problems.svelte')) },
];

/** The page of the moment that is looked at: the first one while there is one. */
export const stepPage = { id: 'step', why: true, part: new Part<Record<string, never>>(() => import('./Step.svelte')) };

/** What a running guest said, held against the plan: before all others while there is such a thing. */
export const checkPage = {
  id: 'check',
  title: 'Check',
  part: new Part<Record<string, never>>(() => import('./Check.svelte')),
};
