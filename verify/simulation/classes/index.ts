import { answers, heardLate } from './answers.ts';
import { aborted, redriven, timedOut } from './dead-executions.ts';
import { killed, late, slow } from './dead-lambdas.ts';
import type { FaultClass } from './fault-class.ts';
import { heldForFew } from './held-releases.ts';
import { hooksAsked } from './hooks.ts';
import { lastWeight } from './last-weight.ts';
import { misdelivered, reordered } from './messages.ts';
import { orders, steering } from './orders.ts';
import { others } from './others.ts';
import { byHand, deploys } from './people.ts';
import { preview } from './preview.ts';
import { provisioned } from './provisioned.ts';
import { refused } from './refused-calls.ts';
import { starved, starvedBriefly } from './starved.ts';
import { jumpingClocks, missingAlarms, slowDataPlane } from './surroundings.ts';

/** Every kind of fault that is gone through place by place. */
export const FAULT_CLASSES: readonly FaultClass[] = [
  orders,
  slow,
  killed,
  late,
  aborted,
  timedOut,
  redriven,
  misdelivered,
  reordered,
  refused,
  missingAlarms,
  slowDataPlane,
  jumpingClocks,
  deploys,
  byHand,
  steering,
  heldForFew,
  answers,
  heardLate,
  lastWeight,
  hooksAsked,
  preview,
  provisioned,
  others,
  starvedBriefly,
  starved,
];
