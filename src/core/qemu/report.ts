import type { Refusal, Warning } from './machine';

/** What start-up says, in the order in which QEMU would. */
export class StartupReport {
  readonly refusals: Refusal[] = [];
  readonly #warnings: Warning[] = [];

  refuse(refusal: Refusal | undefined): void {
    if (refusal !== undefined) this.refusals.push(refusal);
  }

  refuseAll(refusals: readonly Refusal[]): void {
    this.refusals.push(...refusals);
  }

  /** QEMU is gone after its first refusal, so nothing later is printed. */
  warn(warning: Warning): void {
    if (this.refusals.length === 0) this.#warnings.push(warning);
  }

  get warnings(): readonly Warning[] {
    return this.#warnings;
  }
}
