// Prints `N passed, N failed` over vitest's JSON reports; exits 1 when anything failed or nothing ran.
// summary.mjs PARTS-THAT-FAILED REPORT...: a worker that dies, or a scenario that goes wrong, is in no report.
import { readFileSync } from 'node:fs';

const [parts, ...paths] = process.argv.slice(2);
const reports = paths.map((path) => JSON.parse(readFileSync(path, 'utf8')));
const sum = (count) => reports.reduce((total, report) => total + count(report), 0);
const passed = sum((report) => report.numPassedTests);
const skipped = sum((report) => report.numPendingTests + report.numTodoTests);
// A file that could not even be loaded has no failed test of its own.
const inReports = sum((report) => Math.max(report.numFailedTests, report.success ? 0 : 1));
const failed = Math.max(inReports, Number(parts));
process.stdout.write(`${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}\n`);
process.exit(failed > 0 || passed === 0 ? 1 : 0);
