// A `stele dev` of the test's own: it can be stopped and started again on the same port.
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';

const START_MAX_MS = 180_000;
const LISTENS = /http:\/\/127\.0\.0\.1:(\d+)/;

export class DevServer {
  private process: ChildProcess | undefined;
  private port = 0;
  /** Everything that it has said. */
  log = '';

  /** `stele` is the launcher, `project` the folder of the module and its page. */
  constructor(
    private readonly stele: string,
    private readonly project: string
  ) {
    process.on('exit', () => this.process?.kill());
  }

  get url(): string {
    return `http://127.0.0.1:${this.port}`;
  }

  /** Starts it, and waits until the module is published. */
  async start(): Promise<void> {
    const said = this.log.length;
    const started = spawn(this.stele, ['dev', this.project, '--listen-addr', `127.0.0.1:${this.port}`]);
    this.process = started;
    for (const output of [started.stdout, started.stderr]) {
      output.setEncoding('utf8').on('data', text => (this.log += text));
    }
    const giveUp = Date.now() + START_MAX_MS;
    while (!/(published|updated) \S+ in/.test(this.log.slice(said))) {
      if (started.exitCode !== null || Date.now() > giveUp) {
        started.kill();
        throw new Error(`the server did not start:\n${this.log}`);
      }
      await new Promise(resolve => setTimeout(resolve, 20));
    }
    this.port = Number(LISTENS.exec(this.log.slice(said))![1]);
  }

  /** Asks it to end, and waits. */
  async stop(): Promise<void> {
    const ending = this.process;
    this.process = undefined;
    if (!ending || ending.exitCode !== null) return;
    const ended = once(ending, 'exit');
    ending.kill();
    await ended;
  }
}
