/** In which pieces Linux's driver takes memory of a virtio-mem device (Linux drivers/virtio/virtio_mem.c, virtio_mem_init_hotplug). */
import { MiB } from '../base/addr';
import type { PluggedDevice } from '../qemu/machine';
import type { Run } from './blocks';

export interface VirtioMem {
  /** `virtio0`. */
  readonly name: string;
  /** Bytes that are plugged or unplugged at once: a part of a memory block, or whole blocks where the device's own blocks are larger. */
  readonly unit: number;
  /** Bytes from its start that QEMU lets the driver use. They grow with requests, and not back. */
  readonly usable: number;
  /** The request that it followed last. */
  readonly followed?: number;
  /** The layout let that one end early: the driver tries no further until another one comes. */
  readonly isEnded?: true;
}

/** A page block, below which pages are not moved away. */
const PAGE_BLOCK = 2 * MiB;
/** QEMU lets the driver use this much more than is requested (hw/virtio/virtio-mem.c, VIRTIO_MEM_USABLE_EXTENT). */
const EXTENT = 256 * MiB;

const deviceBlock = ({ info }: PluggedDevice): number => Number(info.data['block-size'] ?? PAGE_BLOCK);

export function unitOf(device: PluggedDevice, blockSize: number): number {
  const part = Math.max(deviceBlock(device), PAGE_BLOCK);
  return part < blockSize ? part : Math.max(deviceBlock(device), blockSize);
}

export function usableFor(device: PluggedDevice, requested: number): number {
  if (requested === 0) return 0;
  const block = deviceBlock(device);
  return Math.min(Number(device.size), Math.ceil((requested + EXTENT) / block) * block);
}

/** Blocks that the driver may add. */
export function usableBlocks(device: PluggedDevice, { unit, usable }: VirtioMem, blockSize: number): Run {
  const start = Number(device.address);
  const step = Math.max(unit, blockSize);
  const first = Math.ceil(start / step) * (step / blockSize);
  return { first, end: Math.max(first, Math.floor((start + usable) / step) * (step / blockSize)) };
}
