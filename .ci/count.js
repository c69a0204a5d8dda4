// Prints `N passed, N failed` from Vitest's JSON report. A file that could not be loaded counts as one failed test,
// and so does each failure that the second argument tells of.
import { readFileSync } from 'node:fs'

const path = process.argv[2] ?? ''
const failedElsewhere = Number(process.argv[3] ?? 0)
const report = readReport()
const broken = report.testResults.filter((file) => file.status === 'failed' && !file.assertionResults.some(hasFailed))
const failed = report.numFailedTests + broken.length + failedElsewhere
console.log(`${report.numPassedTests} passed, ${failed} failed`)
process.exitCode = failed === 0 && report.success ? 0 : 1

/** Without a report the tests did not even run to their end. */
function readReport() {
  try {
    return JSON.parse(readFileSync(path, 'utf8'))
  } catch {
    return { numPassedTests: 0, numFailedTests: 1, success: false, testResults: [] }
  }
}

function hasFailed(test) {
  return test.status === 'failed'
}
