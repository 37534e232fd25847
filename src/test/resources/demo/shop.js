const $ = id => document.getElementById(id);
const pause = ms => new Promise(resolve => setTimeout(resolve, ms));

/** The order that the buttons under "Send it again" send, and its key. */
let last = null;
let known = null;

/** Sends an order until it is answered, always with the same key. */
async function send(what, key, order) {
  const pressed = document.activeElement;
  busy(true);
  try {
    for (let attempt = 1; ; attempt++) {
      const answer = await post(key, order);
      show(attempt === 1 ? what : `${what}, attempt ${attempt}`, answer);
      const again = !answer || answer.status === 503 || answer.headers.has('Retry-After');
      if (!again || attempt === 90) {
        return;
      }
      await pause(answer ? 1000 * (answer.headers.get('Retry-After') ?? 1) : 1000);
    }
  } finally {
    busy(false);
    pressed?.focus();
    await refresh();
  }
}

/** One attempt; null if there was no answer. */
async function post(key, order) {
  try {
    const answer = await fetch('api/orders', {
      method: 'POST',
      headers: {'Idempotency-Key': key, 'Content-Type': 'application/json'},
      body: JSON.stringify(order),
    });
    answer.body_text = await answer.text();
    return answer;
  } catch {
    return null;
  }
}

function show(what, answer) {
  const previous = $('answers').firstElementChild;
  if (!answer && previous?.className === 'lost') {
    // the server is away: one line tells of all attempts
    previous.querySelector('.what').textContent = what;
    return;
  }
  const item = document.createElement('li');
  const replayed = answer?.headers.get('Idempotency-Replayed') === 'true';
  item.className = !answer ? 'lost' : !answer.ok ? 'refused' : replayed ? 'replayed' : 'created';
  add(item, 'span', 'status', !answer ? 'No answer' : replayed ? `${answer.status}, replayed` : answer.status);
  add(item, 'span', 'what', what).before(' ');
  add(item, 'code', '', answer ? readable(answer) : 'The connection broke. Was the order placed? Only a retry can tell.');
  $('answers').prepend(item);
  $('answers').children[8]?.remove();
  $('no-answers').hidden = true;
}

function readable(answer) {
  const location = answer.headers.get('Location');
  return location ? `${answer.body_text}  ${new URL(location).pathname}` : answer.body_text;
}

function add(parent, tag, className, text) {
  const element = document.createElement(tag);
  element.className = className;
  element.textContent = text;
  parent.append(element);
  return element;
}

function busy(yes) {
  document.querySelectorAll('button').forEach(button => button.disabled = yes);
  $('retry').disabled = $('change').disabled = yes || !last;
}

/** Shows what the database holds, and whether the server answers. */
async function refresh() {
  try {
    const answer = await fetch('api/orders', {cache: 'no-store'});
    if (!answer.ok) {
      throw new Error(answer.status);
    }
    list(await answer.json());
    server('up', 'The server is open');
  } catch {
    server('down', 'The server is down. It starts again by itself');
    $('armed').textContent = '';
  }
}

function server(state, text) {
  $('lamp').className = `lamp ${state}`;
  if ($('server').textContent !== text) {
    $('server').textContent = text;
  }
}

function list(orders) {
  const rows = orders.map(order => {
    const row = document.createElement('tr');
    row.className = known && !known.has(order.order) ? 'new' : '';
    [order.order, order.by, order.item, order.quantity].forEach(value => add(row, 'td', '', value));
    return row;
  });
  if (!known || known.size !== orders.length) {
    $('orders').replaceChildren(...rows);
  }
  known = new Set(orders.map(order => order.order));
  $('no-orders').hidden = orders.length > 0;
}

$('place').addEventListener('submit', event => {
  event.preventDefault();
  const form = new FormData(event.target);
  last = {key: crypto.randomUUID(), order: {item: form.get('item'), quantity: Number(form.get('quantity'))}};
  $('key').textContent = last.key;
  send(`${last.order.quantity} ${last.order.item}`, last.key, last.order);
});
$('retry').addEventListener('click', () =>
  send(`retry of ${last.order.quantity} ${last.order.item}`, last.key, last.order));
$('change').addEventListener('click', () => {
  const order = {...last.order, quantity: last.order.quantity + 1};
  send(`same key, ${order.quantity} ${order.item}`, last.key, order);
});
$('arm').addEventListener('click', async () => {
  const answer = await fetch('api/crash', {method: 'POST'}).catch(() => null);
  $('armed').textContent = answer?.ok ? 'Armed. Place a new order to see it.' : '';
});

$('partner').textContent = `curl -s -o partner.sh ${new URL('api/partner/example', location)}; sh partner.sh; sh partner.sh`;

$('voucher').textContent = `curl -s -o voucher.sh ${new URL('api/vouchers/example', location)}; sh voucher.sh`;

async function text(path, options) {
  const answer = await fetch(path, options).catch(() => null);
  return answer?.ok ? answer.text() : '';
}

$('rotate').addEventListener('click', async () => {
  $('rotated').textContent = await text('api/vouchers/rotate', {method: 'POST'});
  $('voucher-key').textContent = await text('api/vouchers/key');
});
$('voucher-key').textContent = await text('api/vouchers/key') || 'none yet';

for (;;) {
  await refresh();
  await pause(1500);
}
