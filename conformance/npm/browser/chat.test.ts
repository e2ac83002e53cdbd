// The chat example in a real Chromium: two windows of two people, one server.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { chromium, type Browser, type BrowserContextOptions } from 'playwright-core';
import { DevServer } from './server';
import { Visitor } from './window';

const env = (name: string): string => {
  const value = process.env[name];
  assert.ok(value, `${name} is not set`);
  return value;
};

const WAIT_MS = 30_000;
const pictures = env('STELE_SCREENSHOTS');
const server = new DevServer(env('STELE_COMMAND'), env('STELE_PROJECT'));
let browser: Browser;
let ada: Visitor;
let ben: Visitor;

const open = async (options?: BrowserContextOptions) => {
  const visitor = await Visitor.open(browser, server.url, options);
  visitor.page.setDefaultTimeout(WAIT_MS);
  return visitor;
};

before(async () => {
  await server.start();
  browser = await chromium.launch({
    executablePath: env('STELE_CHROMIUM'),
    args: ['--no-sandbox', '--disable-dev-shm-usage'],
  });
  [ada, ben] = [await open(), await open()];
});

after(async () => {
  await browser?.close();
  await server.stop();
});

test('names appear in both windows as they are chosen', async () => {
  assert.match(await ada.page.locator('#people li.online').first().innerText(), /guest [0-9a-f]{6}/);
  await ada.call('Ada');
  await ben.person('Ada').waitFor();
  await ben.call('Ben');
  await ada.person('Ben').waitFor();
  for (const visitor of [ada, ben]) {
    assert.equal(await visitor.page.locator('#people li.online').count(), 2);
    assert.equal(await visitor.page.locator('#count').innerText(), '2');
  }
  assert.match(await ada.person('Ada').innerText(), /you/);
  assert.match(await ben.person('Ada').innerText(), /online/);
});

test('messages appear in both windows as they are said', async () => {
  await ada.say('Good morning, Ben');
  await ben.message('Good morning, Ben').waitFor();
  await ben.say('Good morning! Is the kettle on?');
  await ada.message('Good morning! Is the kettle on?').waitFor();
  for (const visitor of [ada, ben]) {
    assert.deepEqual(await visitor.page.locator('#messages .bubble').allInnerTexts(), [
      'Good morning, Ben',
      'Good morning! Is the kettle on?',
    ]);
  }
  assert.equal(await ada.page.locator('#messages li.mine').count(), 1);
  assert.match(await ben.page.locator('#messages li.theirs .head').innerText(), /Ada/);
});

test('what is said is text, never markup', async () => {
  const text = '<img src=x onerror="document.title=1"> & <b>bold</b>';
  await ada.say(text);
  await ben.message(text).waitFor();
  assert.equal(await ben.page.locator('#messages img, #messages b').count(), 0);
  assert.equal(await ben.page.title(), 'chat · Stele');
});

test('enter sends, shift and enter begin a new line', async () => {
  const field = ada.page.getByLabel('Message', { exact: true });
  await field.click();
  await ada.page.keyboard.type('two');
  await ada.page.keyboard.press('Shift+Enter');
  await ada.page.keyboard.type('lines');
  await ada.page.keyboard.press('Enter');
  await ben.message('two\nlines').waitFor();
  // Ben may see it before Ada has her answer, which empties the field.
  while ((await field.inputValue()) !== '') {
    await ada.page.waitForTimeout(20);
  }
});

test('the error of a reducer is shown, and nothing is said', async () => {
  const count = await ben.page.locator('#messages li').count();
  for (const [text, reason] of [
    ['', 'messages must not be empty'],
    ['   ', 'messages must not be empty'],
    ['x'.repeat(501), 'message of 501 characters, at most 500 are allowed'],
  ]) {
    await ada.say(text);
    await ada.page.getByRole('alert').filter({ hasText: reason }).waitFor();
    assert.equal(await ada.page.getByLabel('Message', { exact: true }).inputValue(), text);
  }
  await ada.page.getByLabel('Your name').fill('   ');
  await ada.page.getByRole('button', { name: 'Save' }).click();
  await ada.page.getByRole('alert').filter({ hasText: 'names must not be empty' }).waitFor();
  await ada.page.screenshot({ path: `${pictures}/error.png` });
  await ada.say('after the error');
  await ben.message('after the error').waitFor();
  assert.equal(await ben.page.locator('#messages li').count(), count + 1);
});

test('a reload keeps the identity', async () => {
  await ada.page.reload();
  await ada.isConnected();
  assert.match(await ada.person('Ada').innerText(), /you/);
  assert.equal(await ada.page.getByLabel('Your name').inputValue(), 'Ada');
  await ada.say('back again');
  await ben.message('back again').waitFor();
  assert.equal(await ben.page.locator('#people li').count(), 2);
});

test('who leaves is shown as away in the other window', async () => {
  const cleo = await open();
  await cleo.call('Cleo');
  await ada.page.locator('#people li.online').filter({ hasText: 'Cleo' }).waitFor();
  await cleo.leave();
  await ada.page.locator('#people li.away').filter({ hasText: 'Cleo' }).waitFor();
  await ben.page.locator('#people li.away').filter({ hasText: 'Cleo' }).waitFor();
  assert.equal(await ada.page.locator('#count').innerText(), '2');
});

for (const [name, width, height] of [['desktop', 1180, 760], ['phone', 390, 780]] as const) {
  for (const colorScheme of ['light', 'dark'] as const) {
    test(`the page fits: ${name}, ${colorScheme}`, async () => {
      const visitor = await open({ viewport: { width, height }, colorScheme, deviceScaleFactor: 2 });
      await visitor.message('back again').waitFor();
      const { page } = visitor;
      await page.getByLabel('Message', { exact: true }).fill('On my way');
      await page.screenshot({ path: `${pictures}/${name}-${colorScheme}.png` });
      for (const part of ['#status', '#name', '#people', '#messages', '#text', '#composer button']) {
        const box = await page.locator(part).boundingBox();
        assert.ok(box, `${part} is not shown`);
        assert.ok(box.x >= 0 && box.y >= 0, `${part} begins outside`);
        assert.ok(box.x + box.width <= width && box.y + box.height <= height, `${part} ends outside`);
      }
      assert.equal(await page.evaluate(() => document.documentElement.scrollWidth), width);
      const last = await visitor.message('back again').boundingBox();
      const composer = await page.locator('#composer').boundingBox();
      assert.ok(last && composer && last.y + last.height <= composer.y, 'the last message is hidden');
      assert.deepEqual(visitor.complaints, []);
      await visitor.leave();
    });
  }
}

test('the pages had nothing to complain about', () => {
  assert.deepEqual([ada.complaints, ben.complaints], [[], []]);
});

test('both windows connect again by themselves when the server comes back', async () => {
  await ada.page.getByLabel('Message', { exact: true }).fill('written meanwhile');
  await server.stop();
  for (const visitor of [ada, ben]) {
    await visitor.page.locator('#status[data-state="offline"]').waitFor();
    await visitor.message('Good morning, Ben').waitFor();
  }
  await ada.page.screenshot({ path: `${pictures}/offline.png` });
  assert.equal(await ada.page.getByLabel('Message', { exact: true }).inputValue(), 'written meanwhile');
  await server.start();
  for (const visitor of [ada, ben]) {
    await visitor.isConnected();
    await visitor.page.locator('#people li.online').filter({ hasText: 'Ada' }).waitFor();
    await visitor.page.locator('#people li.online').filter({ hasText: 'Ben' }).waitFor();
  }
  assert.match(await ada.person('Ada').innerText(), /you/);
  await ada.page.getByRole('button', { name: 'Send' }).click();
  await ben.message('written meanwhile').waitFor();
});
