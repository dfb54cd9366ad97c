/** Why QEMU refuses, and what would work. QEMU's own sentence has the numbers and stands beside; this adds what it leaves unsaid. */
export interface Explanation {
  /** What is wrong, one sentence. */
  readonly what: string;
  readonly why: string;
  readonly works: string;
  /** The ways out one by one, where each changes something else. */
  readonly alternatives?: readonly string[];
}
