/** The pages beside the map, in tab order: adding one is a component and a line here. */
import type { Component } from 'svelte';
import CommandLine from './CommandLine.svelte';
import Devices from './Devices.svelte';
import E820 from './E820.svelte';
import Files from './Files.svelte';
import Problems from './Problems.svelte';
import Srat from './Srat.svelte';

export interface TablePage {
  readonly id: string;
  readonly title: string;
  readonly component: Component;
  /** Shows under it why the selection is where it is. */
  readonly why?: boolean;
  /** The file whose bytes stand under it. */
  readonly file?: string;
  /** Scrolls inside by itself. */
  readonly fills?: boolean;
}

export const tablePages: readonly TablePage[] = [
  { id: 'e820', title: 'E820', component: E820, why: true, file: 'etc/e820' },
  { id: 'srat', title: 'SRAT', component: Srat, why: true, file: 'SRAT' },
  { id: 'devices', title: 'Devices', component: Devices, why: true },
  { id: 'fw_cfg', title: 'fw_cfg', component: Files, fills: true },
  { id: 'command-line', title: 'Command line', component: CommandLine },
  { id: 'problems', title: 'Problems', component: Problems },
];
