import type * as z from 'zod/mini';
import type { RegionKind } from '../space/region';

/** How a form edits one property of a device. The key is the property's name in the layout document. */
export interface DeviceField {
  readonly key: string;
  readonly label: string;
  readonly input: 'identifier' | 'backend' | 'node' | 'slot' | 'address' | 'size' | 'boolean' | 'choice' | 'text';
  readonly choices?: readonly string[];
  /** What an empty field means: `auto`, `node 0`. */
  readonly placeholder?: string;
  /** Most layouts leave it alone: shown behind a fold. */
  readonly rare?: boolean;
}

/** What every memory-device kind provides to the document, the forms and the command line. */
export interface DeviceKind<S extends z.ZodMiniType = z.ZodMiniType> {
  /** Stable id, the value of `kind` in a document. */
  readonly id: string;
  readonly title: string;
  /** The name after `-device`. */
  readonly driver: string;
  /** What its memory is to the guest. */
  readonly region: RegionKind;
  /** Type of its own E820 entry; most kinds have none. */
  readonly e820Type?: number;
  /** Its own SRAT memory entry: the window's entry is cut around it, or goes on beneath it. Most kinds have none. */
  readonly srat?: 'cuts-window' | 'beside-window';
  readonly schema: S;
  readonly fields: readonly DeviceField[];
  /** Properties that QEMU knows under another name than the document: document key → QEMU property. */
  readonly properties: Readonly<Record<string, string>>;
  /** QEMU refuses `device_add` and `device_del`. */
  readonly coldPlugOnly: boolean;
  /** It takes one of the machine's memory slots. */
  readonly usesSlot: boolean;
  /** Whether it sits on a PCI bus, and so needs a place there. */
  readonly bus: 'none' | 'pci';
  /** The host can ask for another size while it runs. */
  readonly isResizable?: true;
}

/** Keeps the kind's own schema type while checking the rest. */
export const deviceKind = <S extends z.ZodMiniType>(kind: DeviceKind<S>): DeviceKind<S> => kind;
