import { DefaultReporter, type TestModule } from 'vitest/node';

type RunEnd = Parameters<DefaultReporter['onTestRunEnd']>;

/** vitest's own report, closed by `N passed, N failed` alone on the last line. */
export default class ClosingLineReporter extends DefaultReporter {
  override onTestRunEnd(...[modules, errors, reason]: RunEnd): void {
    super.onTestRunEnd(modules, errors, reason);
    this.ctx.logger.log(closingLine(modules, errors.length));
  }
}

/** What breaks outside of tests counts as a failed test: a file that does not load, a `beforeAll`, a stray error. */
function closingLine(modules: readonly TestModule[], strayErrors: number): string {
  const tests = modules.flatMap((module) => [...module.children.allTests()]);
  const suites = modules.flatMap((module) => [module, ...module.children.allSuites()]);
  const count = (state: string) => tests.filter((test) => test.result().state === state).length;
  const broken = suites.reduce((sum, suite) => sum + suite.errors().length, strayErrors);
  const line = `${count('passed')} passed, ${count('failed') + broken} failed`;
  return count('skipped') ? `${line}, ${count('skipped')} skipped` : line;
}
