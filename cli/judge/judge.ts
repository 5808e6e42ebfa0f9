import type { Beginning } from '../context.ts';
import { UsageError } from '../errors.ts';
import { answersFromIn } from '../plan/schedule.ts';
import { Status } from '../status.ts';
import type { Definition } from '../story/definition.ts';
import { endingOf } from './ending.ts';
import { withFaults } from './fault.ts';
import { minutesInFile } from './minutes-file.ts';
import type { JudgeOptions } from './options.ts';
import { aloneSince, minuteName, type Past } from './past.ts';
import { deployedPlan, type JudgedPlan, planInFile } from './plan.ts';
import { readPast } from './read.ts';
import { type Look, replay } from './replay.ts';
import { asJson, endingLines, lineOf, titleLines } from './telling.ts';

/** Says what a plan would have said of traffic that is over, minute by minute, and what it would have done. */
export async function judge(begin: Beginning, options: JudgeOptions): Promise<Status> {
  const { say } = begin;
  const { past: real, plan } = await whatIsMeant(begin, options);
  const first = real.minutes[0]?.start ?? new Date(0);
  const faultFrom = options.faultFrom ?? first;
  if (options.fault.length > 0 && !real.minutes.some(({ start }) => start >= faultFrom))
    throw new UsageError(`--fault-from: ${minuteName(faultFrom)} is after the last minute`);
  const { answersCounted } = real;
  const { seed } = options;
  const { minutes, madeUp } = withFaults(real.minutes, options.fault, {
    answersCounted,
    from: faultFrom,
    seed,
  });
  const past = { ...real, minutes };
  const made = { faults: options.fault, from: faultFrom, seed };
  if (options.json !== true) titleLines(past, made).forEach(say);
  const looks: Look[] = [];
  for await (const look of replay(past, plan)) {
    looks.push(look);
    if (options.json !== true) say(lineOf(look));
  }
  const ending = endingOf(past, looks, { madeUp, from: faultFrom });
  if (options.json === true) say(JSON.stringify(asJson(past, plan, looks, ending, made)));
  else endingLines(ending, made).forEach(say);
  return Status.ok;
}

interface Meant {
  readonly past: Past;
  readonly plan: JudgedPlan;
}

async function whatIsMeant(begin: Beginning, options: JudgeOptions): Promise<Meant> {
  const { files } = begin.host;
  const own = options.plan === undefined ? undefined : planInFile(files, options.plan);
  const alone = options.aloneFrom && { aloneSince: options.aloneFrom };
  if (options.file !== undefined) {
    const plan = own ?? deployedPlan(await (await begin.find()).ports.machine.definition());
    return { past: { ...pastInFile(begin, options, options.file, plan), ...alone }, plan };
  }
  const context = await begin.find();
  const deployed = await context.ports.machine.definition();
  // Where answers are counted is the service's matter, whatever plan is tried.
  const plan = own === undefined ? deployedPlan(deployed) : { ...own, ...counting(deployed) };
  return { past: { ...(await readPast(context, options, plan)), ...alone }, plan };
}

const counting = (definition: Definition) => {
  const answersFrom = answersFromIn(definition);
  return answersFrom === undefined ? {} : { answersFrom };
};

/** What the file has of the time that is told. */
function pastInFile({ host }: Beginning, options: JudgeOptions, file: string, plan: JudgedPlan): Past {
  const { canary, from, production, to } = options;
  if (canary !== undefined || production !== undefined)
    throw new UsageError(`--${canary ? 'canary' : 'production'}: the file says which side is which`);
  const text = host.files.read(file);
  if (text === undefined) throw new UsageError(`--file: there is no file ${file}`);
  const all = minutesInFile(text, file === '-' ? 'stdin' : file, plan.compare);
  if (from === undefined && to === undefined) return all;
  const minutes = all.minutes.filter(({ start }) => (!from || start >= from) && (!to || start < to));
  if (minutes.length === 0) throw new UsageError(`--from, --to: ${file} has no minute of that time`);
  const { aloneSince: _, ...rest } = all;
  const alone = aloneSince(minutes);
  return { ...rest, minutes, ...(alone && { aloneSince: alone }) };
}
