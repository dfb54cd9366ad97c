import type { JsonValue } from '../../options/json';
import { missingParameter, unexpectedParameter } from '../../options/texts';
import { failed, type Arguments, type Reply } from '../reply';
import type { RunningMachine } from '../running-machine';

/** A QMP command: a file beside this one and a line in `index.ts`. */
export interface QmpCommand {
  readonly id: string;
  /** Arguments that it takes, with their JSON type; absent where it reads them by itself. */
  readonly takes?: Readonly<Record<string, { readonly type: 'string' | 'any'; readonly required: boolean }>>;
  run(machine: RunningMachine, given: Arguments): Reply;
}

/** QEMU's complaint about the arguments as such (qapi/qobject-input-visitor.c): those that are read first, then what is left over. */
export function argumentFault({ takes }: QmpCommand, given: Arguments): Reply | undefined {
  if (takes === undefined) return undefined;
  for (const [name, { type, required }] of Object.entries(takes)) {
    const value = given.get(name);
    if (value === undefined) {
      if (required) return failed(missingParameter(name));
    } else if (type === 'string' && typeof value !== 'string') {
      return failed(`Invalid parameter type for '${name}', expected: string`);
    }
  }
  const unexpected = [...given.keys()].find((name) => !Object.hasOwn(takes, name));
  return unexpected === undefined ? undefined : failed(unexpectedParameter(unexpected));
}

export const textOf = (given: ReadonlyMap<string, JsonValue>, name: string): string | undefined => {
  const value = given.get(name);
  return typeof value === 'string' ? value : undefined;
};
