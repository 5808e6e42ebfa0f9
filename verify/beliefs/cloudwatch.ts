import type { Beliefs } from './belief.ts';

const DOUBT = 'test/verify/doubt.test.ts';

export const CLOUDWATCH: Beliefs = {
  service: 'CloudWatch',
  beliefs: [
    {
      belief: 'A trimmed count of the form TC(46:) is answered.',
      source: 'CloudWatch statistics definitions: other forms are shown',
      date: '2026-11',
      sure: 'guessed',
      doubts: ['refused-statistics'],
      local: ['refused-statistics'],
      test: DOUBT,
    },
    {
      belief: 'Trimmed counts are interpolated, and may be fractions.',
      source: 'CloudWatch statistics definitions',
      date: '2026-11',
      sure: 'documented',
      doubts: ['fractional-counts'],
      local: ['fractional-counts'],
      test: DOUBT,
    },
    {
      belief: 'The statistics of one minute are published together, once, and for good.',
      source: 'Nothing is said',
      date: '2026-11',
      sure: 'guessed',
      doubts: ['statistics-apart', 'statistics-late', 'production-late', 'statistics-revised', 'statistics-lost'],
      local: ['statistics-apart', 'statistics-late', 'statistics-revised', 'statistics-lost'],
      test: DOUBT,
    },
    {
      belief: 'Errors and Duration have one sample of every invocation.',
      source: 'Types of metrics for Lambda functions: said of Duration, and of Errors that it is to be divided',
      date: '2026-11',
      sure: 'likely',
      doubts: ['samples-of-errors'],
      local: ['samples-of-errors'],
      test: DOUBT,
    },
    {
      belief: 'An alarm is told 17 to 96 s after the end of the bad minute.',
      source: 'Seven payloads on record; no bound is published',
      date: '2026-11',
      sure: 'likely',
      doubts: ['alarms-late'],
      local: ['alarms-late'],
      test: DOUBT,
    },
    {
      belief: 'DescribeAlarms leaves out what does not exist, without an error.',
      source: 'DescribeAlarms, API reference',
      date: '2026-11',
      sure: 'documented',
      doubts: ['alarm-missing', 'alarm-renamed'],
      local: ['alarm-missing', 'alarm-renamed'],
      faults: ['missing-alarms'],
      test: DOUBT,
    },
    {
      belief: 'A question about nothing is answered Complete and empty; what is not Complete is told as PartialData.',
      source: 'GetMetricData, API reference, and answers on record',
      date: '2026-11',
      sure: 'recorded',
      test: 'test/handlers/ports/aws/cloudwatch-minutes.test.ts',
    },
    {
      belief: 'An alarm without data keeps its state or looks further back, by how it treats missing data.',
      source: 'Configuring how CloudWatch alarms treat missing data, user guide',
      date: '2026-11',
      sure: 'documented',
      test: 'packages/local-aws/test/cloudwatch/evaluate-alarm.test.ts',
    },
  ],
};
