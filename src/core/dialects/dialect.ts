/** One QEMU version, or one patched tree, as data: what can be planned for it. */
export interface Dialect {
  /** Stable id, in documents and links: `qemu-11.1`. */
  readonly id: string;
  readonly title: string;
  /** The release that recordings for it were made with. */
  readonly recordedWith: string;
}
