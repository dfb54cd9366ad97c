/** Files that a layout can be saved as, in the order of menus. */
import { registry } from '../base/registry';
import { commandLineFile, commandLineInOneLine } from './command-line-file';
import { allFiles } from './exports/all-files';
import { checkPlan } from './exports/check-plan';
import { fwCfgArguments } from './exports/fw-cfg-arguments';
import { e820C, e820Csv, e820Dmesg, e820Json, linuxE820 } from './exports/guest-table';
import { kernelParameters } from './exports/memmap';
import { qemuConfigFile } from './exports/qemu-config-file';
import { qmpStart } from './exports/start-script';
import type { Exporter } from './format';
import { etcE820, etcReservedMemoryEnd, hmat, slit, srat } from './firmware-files';
import { hostE820Bytes, hostE820Json, hostE820Text } from './host-e820';
import { layoutJsonFile } from './layout-json';
import { libvirtFile } from './libvirt/domain-file';
import { pngPicture, svgPicture } from './pictures/picture-files';
import { reportHtml, reportMarkdown } from './report/report-files';
import { qmpRunner, qmpScript } from './qmp/qmp-script';

export const exporters = registry<Exporter>([
  etcE820,
  etcReservedMemoryEnd,
  srat,
  slit,
  hmat,
  allFiles,
  fwCfgArguments,
  e820Dmesg,
  e820C,
  e820Csv,
  e820Json,
  linuxE820,
  hostE820Bytes,
  hostE820Text,
  hostE820Json,
  commandLineFile,
  commandLineInOneLine,
  qemuConfigFile,
  qmpStart,
  libvirtFile,
  kernelParameters,
  checkPlan,
  layoutJsonFile,
  svgPicture,
  pngPicture,
  reportHtml,
  reportMarkdown,
  qmpScript,
  qmpRunner,
]);
