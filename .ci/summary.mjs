// Prints `N passed, N failed` from a vitest JSON report; exits 1 when anything failed or nothing ran.
import { readFileSync } from 'node:fs';

const report = JSON.parse(readFileSync(process.argv[2], 'utf8'));
const skipped = report.numPendingTests + report.numTodoTests;
// A file that could not even be loaded has no failed test of its own.
const failed = Math.max(report.numFailedTests, report.success ? 0 : 1);
process.stdout.write(`${report.numPassedTests} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}\n`);
process.exit(failed > 0 || report.numPassedTests === 0 ? 1 : 0);
