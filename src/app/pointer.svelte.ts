/** Where the pointer is in the guest's address space. */
export class Pointer {
  /** The address under the pointer, for the status line; undefined when it is over no map. */
  address = $state.raw<number>();
}
