/** Files that a layout can be saved as, in the order of menus. */
import { registry } from '../base/registry';
import { commandLineFile } from './command-line-file';
import type { Exporter } from './format';
import { etcE820, etcReservedMemoryEnd, hmat, slit, srat } from './firmware-files';
import { hostE820Bytes, hostE820Json, hostE820Text } from './host-e820';
import { layoutJsonFile } from './layout-json';

export const exporters = registry<Exporter>([
  etcE820,
  etcReservedMemoryEnd,
  srat,
  slit,
  hmat,
  hostE820Bytes,
  hostE820Text,
  hostE820Json,
  commandLineFile,
  layoutJsonFile,
]);
