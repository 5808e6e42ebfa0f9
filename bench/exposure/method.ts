import type { Results } from './results.ts';
import { ACT_SECONDS, HORIZON, PATIENCE } from './simulate.ts';
import { STRATEGIES } from './strategies/index.ts';

/** What is modelled, and what was chosen by whom. */
export function method({ set }: Results): string {
  return [
    '## How it is modelled',
    [
      '- A minute of one side is a handful of draws: requests (Poisson), split (binomial), failed (binomial), ' +
        'and beyond each of the times at which the comparison counts (binomial, from one time to the next). Where ' +
        'requests are independent that is the exact distribution. What is clustered has draws of its own.',
      '- A healthy service fails 0.01 % to 0.1 % of its answers, each size equally likely, unless the workload says ' +
        'otherwise; production as much as the canary. A failed answer is an exception and an answer with 5XX, a ' +
        'throttled one only an answer. Times are lognormal around 40 ms unless the workload says otherwise.',
      '- Execution environments: one for each ten requests a second. Where more requests come than before, new ones ' +
        'are made, on either side, and the first answer of each takes 300 ms or more.',
      `- Workloads: ${set.workloads.map(({ name }) => name).join(', ')}.`,
      '- *Diurnal swing*: traffic by 70 % over 24 hours at a random hour, answers up to 1.5 times slower where it is ' +
        'high. *Rushes*: in every tenth minute five times the traffic, and both sides fail up to twenty times as ' +
        'often. *Bursts*: one minute in thirty so many answers of both sides fail.',
      '- *Retries*: who meets a failed answer asks again on the same connection and meets the same, five times ' +
        'in all. *Sticky clients*: all traffic is of 40 clients, whose own errors differ by a factor of up to a ' +
        'hundred; a connection lasts ten minutes on average and then goes where the weights send it. *One ' +
        'client*: so has one with 30 % of the traffic, and the rest is split request by request.',
      '- *A bad host*: once in a release a tenth of the requests of one side fails one time in five for one to three ' +
        'minutes; the canary is hit as often as it has requests. *Cold caches*: the first answers of each new ' +
        'environment take so many times as long.',
      '- *Late metrics*: of the five metrics of a side (invocations, errors, duration, requests, answers with ' +
        '5XX) one minute in 1,000 comes two minutes after the others, or never. *Duration apart*: it and the rest ' +
        'come each by itself, 17 to 96 s after the minute.',
      '- What a check reads beside the release: three hours of production before it, of the same workload; and the ' +
        'release that brought the version of production, a healthy one on another day with the same weights minute ' +
        'by minute. The first release of a service has none.',
      '- *Last step*: from 90 % on. The outage begins two minutes after the shift.',
      `- Faults: ${set.faults.map(({ name }) => name).join(', ')}; played in turn on ${set.beneath.join(', ')}. ` +
        'Of a slow version every slow answer counts as bad; else what failed because of the fault. *Beside*: so ' +
        'much fails on both sides anyway, and the canary so much more.',
      '- CloudWatch shows a minute 17 to 96 s after its end; Prometheus 15 s after it was scraped. From a ' +
        `decision to written weights ${ACT_SECONDS} s for everybody; how long a data plane takes to follow is ` +
        'published by nobody and left out for everybody.',
      '- Beside the two alarms on errors that all who use alarms have here, this project alarms on an average ' +
        'duration over 5 s, which no version here reaches.',
      '- After a release has ended well, or is held, nobody rolls back: a missed fault goes on for the rest of the ' +
        `${HORIZON} minutes. A healthy release has ${PATIENCE} minutes to end.`,
      '- Rivals meet no time limits that a healthy version here would break: what their guides ask of latency ' +
        'is taken as met, which favours them. Of what a load test sends no answer counts as bad.',
    ].join('\n'),
    '## How it was chosen',
    'Parameters of the comparison are chosen by `npm run bench:exposure -- --seeds choose`, which has other ' +
      'chance, other shapes and sizes of workloads and faults, and other rates; this report is of `--seeds ' +
      'report`. Chance belongs to the cell: it is the same whatever else is run, in however many processes. An ' +
      'upper bound is the one-sided 95 % bound of Clopper and Pearson. That a strategy is usable is judged by ' +
      'plain services only, so that no rival is excluded by trouble its guide does not speak of. Sizes of the ' +
      'workloads were set before anything was measured with them, and are no measurements of real services. Older ' +
      'than this rule are the share that the alarms ask for (5 %) and evidence that carries over from weight to ' +
      'weight: both were chosen after a look at runs like *steady*, *rushes* and *night*.',
    '*tailShare 0.1 %* is a plan that also looks at the slow tail, with `tailSlowness` at its 1.05. That was chosen ' +
      'among 1, 1.05, 1.1 and 1.5 on the other set: x4 for 3 % of wide lognormal times at 300/s was found in 30 ' +
      'releases of 30 with 1.05, in 10 with 1.1 and in none with 1.5; all answers 1.1 times as slow, which nobody ' +
      'should be condemned for, rolled back 2 of 60 with 1.05 and 53 of 60 with 1. What it does to healthy releases ' +
      'one by one says `npm run bench:exposure -- --strategy tailShare`.',
    'What one check asks of CloudWatch and what a release costs are rows of [performance.md](performance.md).',
  ].join('\n\n');
}

export function strategiesText(): string {
  return STRATEGIES.map(({ name, source }) => `- **${name}**: ${source}`).join('\n');
}
