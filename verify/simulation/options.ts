import type { CloudEvent } from 'local-aws';
import type { VirtualClock } from 'local-aws/clock';
import type { Behaviour } from './behaviour.ts';
import type { Delays, Way } from './data-plane.ts';
import type { OthersListener } from '../memory/world.ts';
import type { FunctionEntries } from '../handlers.ts';
import type { PortsOf, Surroundings } from './lambdas.ts';
import type { Delivery } from './rules.ts';
import type { ToldAfter } from './users.ts';

export interface SimulationOptions {
  /** Amazon States Language, JSON text. */
  readonly definition: string;
  readonly seed?: number;
  /** By version number; healthy unless told. Version 1 is in production. */
  readonly versions?: Readonly<Record<string, Behaviour>>;
  /** Whether testers have a way of their own; not unless told. */
  readonly preview?: boolean;
  /** What a listener of others serves; the stack's own unless told. */
  readonly listener?: OthersListener;
  /** How many environments each version gets; nobody knows of any unless told. */
  readonly provisionedConcurrency?: number;
  /** Decides what becomes of an event, 150 ms after it happened unless told. */
  readonly deliver?: (event: CloudEvent) => Delivery;
  /** What the rules let through besides what those of the template do; nothing unless told. */
  readonly alsoAsks?: (event: CloudEvent) => boolean;
  /** The same for messages on the topic, 200 ms unless told. */
  readonly notify?: () => Delivery;
  /** Shared by services that live side by side; one of its own unless told. */
  readonly clock?: VirtualClock;
  /** Whether the schedule runs; it does unless told. */
  readonly watchdog?: boolean;
  /** How long weights and aliases take until users meet them; no time unless told. */
  readonly delays?: Partial<Delays>;
  /** Whether alarms go off by themselves once users are served well; not unless told. */
  readonly alarmsRecover?: boolean;
  /** The real ones unless told. */
  readonly functions?: FunctionEntries;
  /** What calls of functions go through; they just happen unless told. */
  readonly surroundings?: Surroundings;
  /** Waits for what runs beside timers, before the next timer does. */
  readonly runsFirst?: () => Promise<boolean>;
  /** What functions call; the memory world itself unless told. */
  readonly ports?: PortsOf;
  /** Whether an alarm can see that users who take this way meet failures; it can unless told. */
  readonly alarmSees?: (way: Way) => boolean;
  /** How long after the end of a minute alarms tell of it; 17 to 96 s unless told. */
  readonly toldAfterSeconds?: ToldAfter;
  /** How many ended executions are remembered; 1,000 unless told. */
  readonly keepEnded?: number;
}
