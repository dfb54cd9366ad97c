/** The steps that are refused, and nothing else of them. */
import type { Diagnostic } from '../lint/diagnostic';
import { accepted } from '../qemu/tables/accepted';
import { RunningMachine } from '../runtime/running-machine';
import type { StageContext } from '../stages/stage';
import { stepFindings } from './findings';
import { guestOn } from './guest-on';
import { carryOut } from './kinds/index';
import { World } from './world';

/** As many as this are told. */
const MOST_TOLD = 20;

/** Their findings in order; none where QEMU does not start. */
export function refusedSteps(context: StageContext): readonly Diagnostic[] {
  const started = accepted(context.startup);
  const machine = started === undefined ? undefined : RunningMachine.of(started);
  if (machine === undefined) return [];
  const world = new World(machine, guestOn(context, machine), new Map());
  world.settle();
  const found: Diagnostic[] = [];
  for (const [index, step] of context.document.events.entries()) {
    machine.changed.clear();
    const end = carryOut(world, step);
    if (end.refusal === undefined) continue;
    found.push(...stepFindings({ moment: index + 1, step, end }));
    if (found.length >= MOST_TOLD) break;
  }
  return found;
}
