import { derive } from './dialect';
import { qemu11_1 } from './qemu-11.1';

/** The last release without specific-purpose memory: nothing in it emits E820 type 0xEFFFFFFF. */
export const qemu11_0 = derive(qemu11_1, {
  id: 'qemu-11.0',
  title: 'QEMU 11.0',
  lacks: ['sp-mem'],
  newestMachine: '11.0',
});
