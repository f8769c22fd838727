//! The page as one HTML file: no script, no request, colours from style sheets only.

use std::fmt::Write as _;

use minijinja::syntax::SyntaxConfig;
use minijinja::value::{Serde, Value};
use minijinja::{Environment, context};

use crate::figure;
use crate::line::{Block, Column};
use crate::page::Page;

/// The only template: prose and order, no number.
pub(crate) const TEMPLATE: &str = include_str!("../templates/briefing.html.j2");
const STYLE: &str = include_str!("../templates/page.css");

pub(crate) fn html(page: &Page) -> String {
    let mut environment = Environment::new();
    environment.add_filter("address", address);
    let style = format!("{}\n{STYLE}\n{}\n{}", figure::STYLE, labels(page), foot(page));
    let style = style.lines().map(str::trim).collect::<Vec<_>>().join("\n");
    let rendered = SyntaxConfig::builder().trim_blocks(true).lstrip_blocks(true).build().and_then(|syntax| {
        environment.set_syntax(syntax);
        environment.add_template("briefing.html", TEMPLATE)?;
        let template = environment.get_template("briefing.html")?;
        template.render(context! { page => Serde(page), style, rose => rose(), patterns => figure::PATTERNS })
    });
    // The template is part of the program and every test renders it: an error here is a fault of the program.
    let html = rendered.unwrap_or_else(|error| panic!("the template of the briefing does not render: {error:#}"));
    html.replace("&#x2f;", "/")
}

/// An address in an attribute; only the web is linked.
fn address(url: String) -> Value {
    let web = url.starts_with("https://") || url.starts_with("http://");
    let quiet = url.replace('&', "&amp;").replace('"', "%22").replace('<', "%3C").replace('>', "%3E");
    Value::from_safe_string(if web { quiet } else { "#notes".into() })
}

/// A text that can stand in quotes in a style sheet.
fn quiet(text: &str) -> String {
    text.replace(['"', '\\', '<', '\n'], "")
}

/// Heads of the columns of *Who thinks what*, which stand before each number where the table is a list, on a phone.
fn labels(page: &Page) -> String {
    let blocks = page.sections.iter().flat_map(|section| &section.blocks);
    let who = blocks.filter_map(|block| if let Block::Table { table } = block { Some(table) } else { None });
    let heads = who.filter(|table| table.class == "who").flat_map(|table| table.head.iter().enumerate());
    let label = |(k, column): (usize, &Column)| {
        format!(
            "@media screen and (max-width:639px){{.who td.r:nth-child({})::before{{content:\"{}\"}}}}\n",
            k + 1,
            quiet(&column.title)
        )
    };
    heads.filter(|(_, column)| column.right).map(label).collect()
}

/// The foot of a printed page.
fn foot(page: &Page) -> String {
    let words = format!("{} · Portolan · run {}", quiet(&page.title), quiet(&page.run));
    format!("@page{{@bottom-left{{content:\"{words}\"}}}}")
}

/// The rhumb lines of a portolan chart.
fn rose() -> String {
    const WINDS: u32 = 32;
    let lines = (0..WINDS).fold(String::new(), |mut lines, wind| {
        let angle = std::f64::consts::TAU * f64::from(wind) / f64::from(WINDS);
        let (y, x) = angle.sin_cos();
        let class = if wind == 3 * WINDS / 4 { r#" class="north""# } else { "" };
        let _ = write!(lines, r#"<line x1="0" y1="0" x2="{:.1}" y2="{:.1}"{class}/>"#, 300.0 * x, 300.0 * y);
        lines
    });
    let circles = [60, 120, 180].map(|r| format!(r#"<circle cx="0" cy="0" r="{r}"/>"#)).concat();
    format!(r#"<svg class="rose" viewBox="-220 -220 440 440" aria-hidden="true">{lines}{circles}</svg>"#)
}
