/** Kernels that can be planned for, newest first, in the order of menus. */
import { registry } from '../base/registry';
import type { Kernel } from './kernel';

export const kernels = registry<Kernel>([
  {
    id: '7.2',
    title: 'Linux 7.2',
    recorded: true,
    wording: 'since-7.0',
    knowsSoftReserved: true,
    listsSoftReserved: false,
    removesLargeMmio: true,
  },
  {
    id: '6.18',
    title: 'Linux 5.5 to 6.19',
    recorded: false,
    wording: 'before-7.0',
    knowsSoftReserved: true,
    listsSoftReserved: true,
    removesLargeMmio: true,
  },
  {
    id: '5.4',
    title: 'Linux before 5.5',
    recorded: false,
    wording: 'before-7.0',
    knowsSoftReserved: false,
    listsSoftReserved: false,
    removesLargeMmio: false,
  },
]);

/** What is assumed where a layout names none. */
export const DEFAULT_KERNEL = '7.2';
