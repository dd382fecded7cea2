// Blocks on the clipboard: read from a spreadsheet or a Word table, written so that both take them.

const tidy = (text) => text.replace(/\s+/g, " ").trim();

// The rows of the first table in some HTML; a cell over several columns is followed by empty ones. Null without one.
function fromHtml(html) {
  // Without its styles, which the content security policy would complain of.
  const plain = html
    .replace(/<style\b[\s\S]*?<\/style\s*>/gi, "")
    .replace(/<[a-z][^>]*>/gi, (tag) => tag.replace(/\sstyle\s*=\s*("[^"]*"|'[^']*'|[^\s>]+)/gi, ""));
  const table = new DOMParser().parseFromString(plain, "text/html").querySelector("table");
  if (!table) return null;
  for (const end of table.querySelectorAll("br, p, div")) end.after(" ");
  const rows = [];
  const spanned = [];
  for (const row of table.rows) {
    const cells = [];
    const skip = () => { while (spanned[cells.length] > 0) { spanned[cells.length] -= 1; cells.push(""); } };
    for (const cell of row.cells) {
      skip();
      for (let column = 0; column < Math.min(cell.colSpan, 100); column += 1) {
        spanned[cells.length] = Math.min(cell.rowSpan, 1000) - 1;
        cells.push(column ? "" : tidy(cell.textContent));
      }
    }
    skip();
    rows.push(cells);
  }
  return rows;
}

// Tab-separated text; a cell with line breaks or quotation marks in it is quoted, as Excel does.
function fromText(text) {
  const rows = [[]];
  const cell = /(?:"((?:[^"]|"")*)"(?=[\t\n]|$)|([^\t\n]*))(\t|\n|$)/y;
  const whole = text.replace(/\r\n?/g, "\n").replace(/\n$/, "");
  while (cell.lastIndex <= whole.length) {
    const [, quoted, bare, end] = cell.exec(whole);
    rows.at(-1).push(tidy(quoted === undefined ? bare : quoted.replaceAll('""', '"')));
    if (end === "") break;
    if (end === "\n") rows.push([]);
  }
  return rows;
}

// The block on the clipboard as rows of texts; null when it is just words.
export function blockOf(data) {
  const html = data.getData("text/html");
  const rows = html && /<table/i.test(html) ? fromHtml(html) : null;
  if (rows?.length) return rows;
  const text = data.getData("text/plain");
  return /[\t\n]/.test(text.replace(/\r?\n$/, "")) ? fromText(text) : null;
}

const escaped = (text) => text.replace(/[&<>"]/g, (sign) => `&#${sign.charCodeAt(0)};`);

// Rows of texts onto the clipboard, as tab-separated text and as a table.
export function putBlock(data, rows) {
  data.setData("text/plain", rows.map((row) => row.map(tidy).join("\t")).join("\r\n"));
  const cells = (row) => row.map((text) => `<td>${escaped(tidy(text))}</td>`).join("");
  data.setData("text/html", `<table>${rows.map((row) => `<tr>${cells(row)}</tr>`).join("")}</table>`);
}
