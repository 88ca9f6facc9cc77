// Looks at a page of `ilora-edge report` in Chromium: requests, errors, width, accessibility.
//
//   npm install playwright-core axe-core      (in a folder of its own)
//   node tools/page_check.mjs PAGE.html [FOLDER-FOR-SCREENSHOTS]
//
// Phone and desktop, light and dark. Ends with 1 where anything is found.
import { createRequire } from "node:module";
import { mkdirSync, readFileSync } from "node:fs";
import { resolve } from "node:path";
import { pathToFileURL } from "node:url";

// Packages of the folder it is called in, not of this file's.
const require = createRequire(resolve("package.json"));
const { chromium } = require("playwright-core");
const axe = readFileSync(require.resolve("axe-core/axe.min.js"), "utf8");
const [page, folder] = process.argv.slice(2);
const address = pathToFileURL(resolve(page)).href;
const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM || "/usr/bin/chromium",
  args: ["--no-sandbox", "--disable-gpu", "--disable-background-networking"],
});
let found = 0;
for (const [name, width, height] of [["phone", 390, 844], ["desktop", 1280, 900]]) {
  for (const colorScheme of ["light", "dark"]) {
    const context = await browser.newContext({ viewport: { width, height }, colorScheme });
    const tab = await context.newPage();
    const requests = [], errors = [];
    tab.on("request", (request) => request.url() !== address && requests.push(request.url()));
    tab.on("pageerror", (error) => errors.push(String(error)));
    tab.on("console", (message) => message.type() === "error" && errors.push(message.text()));
    await tab.goto(address);
    if (folder) {
      mkdirSync(folder, { recursive: true });
      await tab.screenshot({ path: `${folder}/${name}-${colorScheme}.png`, fullPage: true });
    }
    const isTooWide = await tab.evaluate(() => document.documentElement.scrollWidth > innerWidth);
    // The page's policy forbids all scripts but its own: the checker comes by the debugger.
    const session = await context.newCDPSession(tab);
    await session.send("Page.setBypassCSP", { enabled: true });
    await session.send("Runtime.evaluate", { expression: axe });
    const { result } = await session.send("Runtime.evaluate", {
      expression: "axe.run(document).then((r) => JSON.stringify(r.violations.map("
        + "(v) => `${v.id} (${v.impact}): ${v.nodes[0].html.slice(0, 120)}`)))",
      awaitPromise: true, returnByValue: true,
    });
    const violations = JSON.parse(result.value);
    const all = [...requests, ...errors, ...(isTooWide ? ["wider than the screen"] : []), ...violations];
    found += all.length;
    console.log(`${name}, ${colorScheme}: ${all.length ? all.join("\n  ") : "nothing found"}`);
    await context.close();
  }
}
await browser.close();
process.exit(found ? 1 : 0);
