// One visitor of the chat page: a browser window with storage of its own.
import type { Browser, BrowserContextOptions, Locator, Page } from 'playwright-core';

export class Visitor {
  /** What the page complained about. */
  readonly complaints: string[] = [];

  private constructor(readonly page: Page) {
    page.on('pageerror', error => this.complaints.push(String(error)));
    page.on('console', message => {
      if (message.type() === 'error') this.complaints.push(message.text());
    });
  }

  /** Opens the page in a new window and waits until it is connected. */
  static async open(browser: Browser, url: string, options: BrowserContextOptions = {}): Promise<Visitor> {
    const context = await browser.newContext({ viewport: { width: 1180, height: 760 }, ...options });
    const visitor = new Visitor(await context.newPage());
    await visitor.page.goto(url);
    await visitor.isConnected();
    return visitor;
  }

  isConnected(): Promise<void> {
    return this.page.locator('#status[data-state="online"]').waitFor();
  }

  /** Takes a name by the form, as a person does. */
  async call(name: string): Promise<void> {
    await this.page.getByLabel('Your name').fill(name);
    await this.page.getByRole('button', { name: 'Save' }).click();
    await this.person(name).waitFor();
  }

  /** Says something by the form. */
  async say(text: string): Promise<void> {
    await this.page.getByLabel('Message', { exact: true }).fill(text);
    await this.page.getByRole('button', { name: 'Send' }).click();
  }

  /** The entry of `name` in the list of people. */
  person(name: string): Locator {
    return this.page.locator('#people li').filter({ hasText: name });
  }

  /** The message with exactly this text. */
  message(text: string): Locator {
    return this.page.locator('#messages .bubble').filter({ hasText: new RegExp(`^${escaped(text)}$`) });
  }

  /** Leaves: closes the window. */
  leave(): Promise<void> {
    return this.page.context().close();
  }
}

function escaped(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}
