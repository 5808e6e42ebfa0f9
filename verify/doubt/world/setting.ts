import { cloudWatchMinutes } from '../../../handlers/ports/aws/cloudwatch-minutes.ts';
import { latticeListener } from '../../../handlers/ports/aws/lattice-listener.ts';
import { memoryPorts } from '../../memory/ports.ts';
import { CANARY_ALARM } from '../../simulation/alarm-names.ts';
import type { Setting } from '../../simulation/conduct.ts';
import { type Surroundings, UNDISTURBED } from '../../simulation/lambdas.ts';
import type { Simulation } from '../../simulation/simulation.ts';
import type { Truth } from '../truth.ts';
import { CloudWatch } from './cloudwatch.ts';
import { alarmSees, type Fault } from './faults.ts';
import { Lattice } from './lattice.ts';
import { answersOf, FUNCTION_NAME, LISTENER } from './names.ts';

/**
 * A world in which AWS does what this truth says. Weights and minutes go through the ports that run on AWS, so that
 * what they make of an answer is tried as well.
 * @param fault how a bad version fails
 */
export function settingOf(truth: Truth, fault: Fault): Setting {
  const made: { cloudWatch?: CloudWatch; lattice?: Lattice; seconds?: () => number } = {};
  const { alarmToldAfter, aliasesMs, events, messages, uneven, weightsMs } = truth;
  return {
    change: (options) => ({
      ...options,
      delays: { aliasesMs, uneven, weightsMs },
      deliver: () => events,
      notify: () => messages,
      toldAfterSeconds: fault === 'answers 500' ? toldOfAnswers(truth) : alarmToldAfter,
      alarmSees: () => alarmSees(fault, truth),
      surroundings: withoutAlarm(options.surroundings ?? UNDISTURBED, truth, () => made.seconds?.() ?? 0),
      ports: (world, actor, perform) => {
        if (made.cloudWatch === undefined || made.lattice === undefined) throw new Error('nothing is prepared yet');
        return {
          ...memoryPorts(world, actor, perform),
          listener: latticeListener(made.lattice.client(actor, perform), LISTENER),
          minutes: cloudWatchMinutes(made.cloudWatch.client(perform), FUNCTION_NAME, answersOf(truth.answersFrom)),
        };
      },
    }),
    prepare: (simulation) => {
      const start = simulation.clock.now();
      made.seconds = () => (simulation.clock.now() - start) / 1000;
      made.cloudWatch = new CloudWatch(simulation, truth, fault);
      made.lattice = new Lattice(simulation, truth);
      pending(simulation, truth);
    },
  };
}

/** An alarm on answers is as late as their lines. */
function toldOfAnswers({ alarmToldAfter: { min, max }, answersFrom, logLines }: Truth): Truth['alarmToldAfter'] {
  return answersFrom === 'access-logs' ? { min, max: max + logLines.latest } : { min, max };
}

function withoutAlarm(surroundings: Surroundings, { alarmGoneAfter }: Truth, seconds: () => number): Surroundings {
  if (alarmGoneAfter === undefined) return surroundings;
  return {
    turn: (call) => surroundings.turn(call),
    starved: () => surroundings.starved?.() ?? false,
    fate: (call) => {
      const fate = surroundings.fate(call);
      const gone = call.name === 'alarms.read' && seconds() >= alarmGoneAfter;
      return gone && fate.kind === 'passes' ? { kind: 'leaves out', alarm: CANARY_ALARM } : fate;
    },
  };
}

/** Production's version answers; every other is not ready yet. */
function pending(simulation: Simulation, { pendingSeconds }: Truth): void {
  if (pendingSeconds === 0) return;
  const { clock, world } = simulation;
  const ready = clock.now() + pendingSeconds * 1000;
  const answer = world.answer;
  world.answer = (version, event) => {
    if (version !== '1' && clock.now() < ready)
      throw Object.assign(new Error('The function is pending'), { name: 'CodeArtifactUserPendingException' });
    return answer(version, event);
  };
}
