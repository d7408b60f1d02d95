import { DefaultReporter, type TestModule } from 'vitest/node';

type RunEnd = Parameters<DefaultReporter['onTestRunEnd']>;
type Options = ConstructorParameters<typeof DefaultReporter>[0] & { readonly patienceMilliseconds?: number };

const longestCloseMilliseconds = 90_000;

/** vitest's own report, closed by `N passed, N failed` alone on the last line. */
export default class ClosingLineReporter extends DefaultReporter {
  readonly patience: number;

  constructor({ patienceMilliseconds = longestCloseMilliseconds, ...options }: Options = {}) {
    super(options);
    this.patience = patienceMilliseconds;
  }

  override onTestRunEnd(...[modules, errors, reason]: RunEnd): void {
    super.onTestRunEnd(modules, errors, reason);
    this.ctx.logger.log(closingLine(modules, errors.length));
    if (!this.ctx.config.watch) endLater(this.patience, reason === 'passed');
  }
}

/** A process that a test left behind can hold a worker's output open, and vitest would wait for its end forever. */
function endLater(patience: number, passed: boolean): void {
  const end = () => {
    process.stderr.write('A process that a test started still runs; the test run ends without it.\n');
    process.exit(passed ? process.exitCode : 1);
  };
  setTimeout(end, patience).unref();
}

/** A failure outside tests counts as a failed test: a file that does not load, a `beforeAll`, an unhandled error. */
function closingLine(modules: readonly TestModule[], strayErrors: number): string {
  const tests = modules.flatMap((module) => [...module.children.allTests()]);
  const suites = modules.flatMap((module) => [module, ...module.children.allSuites()]);
  const count = (state: string) => tests.filter((test) => test.result().state === state).length;
  const broken = suites.reduce((sum, suite) => sum + suite.errors().length, strayErrors);
  const line = `${count('passed')} passed, ${count('failed') + broken} failed`;
  return count('skipped') ? `${line}, ${count('skipped')} skipped` : line;
}
