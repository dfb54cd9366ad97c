/** What the page of a code says beside its explanation. */
export interface QemuPage {
  readonly title: string;
  /** Of QEMU, where it is not the newest release. */
  readonly version?: string;
  /** File and function of QEMU. */
  readonly place: string;
  /** QEMU's texts under this code, without the option as typed that may stand in front; variable parts as `…`. */
  readonly messages: readonly string[];
}
