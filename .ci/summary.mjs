// Names what failed, then prints `N passed, N failed` over vitest's JSON reports; exits 1 when anything failed or
// nothing ran.
// summary.mjs PARTS-THAT-FAILED REPORT...: a worker that dies, or a scenario that goes wrong, is in no report.
import { readFileSync } from 'node:fs';

const LINES_OF_A_FAILURE = 12;

const [parts, ...paths] = process.argv.slice(2);
const reports = paths.map((path) => JSON.parse(readFileSync(path, 'utf8')));
const sum = (count) => reports.reduce((total, report) => total + count(report), 0);
const passed = sum((report) => report.numPassedTests);
const skipped = sum((report) => report.numPendingTests + report.numTodoTests);
// A file that could not even be loaded has no failed test of its own.
const inReports = sum((report) => Math.max(report.numFailedTests, report.success ? 0 : 1));
const failed = Math.max(inReports, Number(parts));
for (const report of reports) {
  for (const file of report.testResults) {
    for (const test of file.assertionResults.filter(({ status }) => status === 'failed')) {
      // The first lines of the failure: what was got and what was expected.
      const why = test.failureMessages.join('\n').split('\n').slice(0, LINES_OF_A_FAILURE);
      process.stdout.write(`failed: ${file.name}: ${test.fullName}\n  ${why.join('\n  ')}\n`);
    }
    if (file.status === 'failed' && file.message) process.stdout.write(`failed: ${file.name}: ${file.message}\n`);
  }
}
process.stdout.write(`${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}\n`);
process.exit(failed > 0 || passed === 0 ? 1 : 0);
