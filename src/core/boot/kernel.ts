/** One kernel version, as data: how it words and treats the memory table. Rules read these fields; none compares versions. */
export interface Kernel {
  /** Stable id, in documents, links and requests: `7.2`. */
  readonly id: string;
  /** `Linux 7.2`. */
  readonly title: string;
  /** Recordings were made with it; every other version follows from sources alone. */
  readonly recorded: boolean;
  /** `System RAM` and `device reserved` with `[gap …]` lines (since 7.0), or `usable` and `reserved`. */
  readonly wording: 'since-7.0' | 'before-7.0';
  /** It knows E820 type 0xEFFFFFFF and EFI_MEMORY_SP (since 5.5). */
  readonly knowsSoftReserved: boolean;
  /** `/proc/iomem` has a `Soft Reserved` line for a range that no driver owns (before 7.0). */
  readonly listsSoftReserved: boolean;
  /** It takes large MMIO descriptors of a UEFI map out of its table again (since 6.2). */
  readonly removesLargeMmio: boolean;
}
