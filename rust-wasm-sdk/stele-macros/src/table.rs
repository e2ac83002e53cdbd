//! Tables.

use crate::names::{once, optional, plain, register};
use crate::types::{named, product, without_parameters};
use proc_macro2::{Span, TokenStream};
use quote::{format_ident, quote, quote_spanned};
use syn::meta::ParseNestedMeta;
use syn::parse::Parser;
use syn::spanned::Spanned;
use syn::{
    bracketed, parenthesized, punctuated::Punctuated, Attribute, Error, Expr, Ident, ItemStruct,
    LitStr, Path, Token, Type, Visibility,
};

/// How an index is kept.
#[derive(Clone, Copy, PartialEq)]
enum Algorithm {
    Btree,
    Hash,
    Direct,
}

impl Algorithm {
    fn of(path: &Path) -> Option<Self> {
        let known = [
            ("btree", Algorithm::Btree),
            ("hash", Algorithm::Hash),
            ("direct", Algorithm::Direct),
        ];
        let found = known.into_iter().find(|(word, _)| path.is_ident(word));
        found.map(|(_, algorithm)| algorithm)
    }

    fn word(self) -> &'static str {
        match self {
            Algorithm::Btree => "btree",
            Algorithm::Hash => "hash",
            Algorithm::Direct => "direct",
        }
    }

    fn variant(self) -> Ident {
        let name = match self {
            Algorithm::Btree => "Btree",
            Algorithm::Hash => "Hash",
            Algorithm::Direct => "Direct",
        };
        Ident::new(name, Span::call_site())
    }
}

/// What the attribute says.
#[derive(Default)]
struct Options {
    accessor: Option<Ident>,
    canonical: Option<LitStr>,
    is_public: Option<()>,
    is_event: Option<()>,
    indexes: Vec<(Ident, Algorithm, Vec<Ident>)>,
    schedule: Option<(Path, Option<Ident>)>,
}

impl Options {
    fn parse(arguments: TokenStream) -> syn::Result<Self> {
        let mut options = Options::default();
        syn::meta::parser(|meta| options.take(&meta)).parse2(arguments)?;
        Ok(options)
    }

    fn take(&mut self, meta: &ParseNestedMeta<'_>) -> syn::Result<()> {
        let span = meta.path.span();
        if meta.path.is_ident("accessor") {
            once(&mut self.accessor, meta.value()?.parse()?, span, "accessor")
        } else if meta.path.is_ident("name") {
            let value = meta.value()?;
            if value.peek(LitStr) {
                once(&mut self.canonical, value.parse()?, span, "name")
            } else {
                once(&mut self.accessor, value.parse()?, span, "name")
            }
        } else if meta.path.is_ident("public") {
            once(&mut self.is_public, (), span, "public")
        } else if meta.path.is_ident("private") {
            Ok(())
        } else if meta.path.is_ident("event") {
            once(&mut self.is_event, (), span, "event")
        } else if meta.path.is_ident("index") {
            self.indexes.push(index_of_several(meta)?);
            Ok(())
        } else if meta.path.is_ident("scheduled") {
            once(&mut self.schedule, schedule(meta)?, span, "scheduled")
        } else {
            Err(meta.error(
                "expected `accessor`, `public`, `event`, `index`, `scheduled` or `name`",
            ))
        }
    }
}

/// `index(accessor = NAME, btree(columns = [a, b]))`
fn index_of_several(meta: &ParseNestedMeta<'_>) -> syn::Result<(Ident, Algorithm, Vec<Ident>)> {
    let mut accessor = None;
    let mut kind = None;
    meta.parse_nested_meta(|part| {
        let span = part.path.span();
        if part.path.is_ident("accessor") || part.path.is_ident("name") {
            return once(&mut accessor, part.value()?.parse()?, span, "accessor");
        }
        let algorithm = Algorithm::of(&part.path)
            .ok_or_else(|| part.error("expected `accessor`, `btree`, `hash` or `direct`"))?;
        let mut columns = Vec::new();
        part.parse_nested_meta(|inner| {
            if inner.path.is_ident("columns") && algorithm != Algorithm::Direct {
                let list;
                let input = inner.value()?;
                bracketed!(list in input);
                columns.extend(Punctuated::<Ident, Token![,]>::parse_terminated(&list)?);
                Ok(())
            } else if inner.path.is_ident("column") {
                columns.push(inner.value()?.parse()?);
                Ok(())
            } else {
                Err(inner.error("expected `columns = [a, b]`, for a direct index `column = a`"))
            }
        })?;
        if columns.is_empty() {
            return Err(part.error("an index needs a column"));
        }
        once(&mut kind, (algorithm, columns), span, algorithm.word())
    })?;
    let missing = || meta.error("write `index(accessor = NAME, btree(columns = [a, b]))`");
    let accessor = accessor.ok_or_else(missing)?;
    let (algorithm, columns) = kind.ok_or_else(missing)?;
    Ok((accessor, algorithm, columns))
}

/// `scheduled(FUNCTION, at = COLUMN)`
fn schedule(meta: &ParseNestedMeta<'_>) -> syn::Result<(Path, Option<Ident>)> {
    let content;
    parenthesized!(content in meta.input);
    let function = content.parse()?;
    let mut column = None;
    if content.peek(Token![,]) {
        content.parse::<Token![,]>()?;
        if !content.is_empty() {
            let word: Ident = content.parse()?;
            if word != "at" {
                return Err(Error::new(word.span(), "expected `at = COLUMN`"));
            }
            content.parse::<Token![=]>()?;
            column = Some(content.parse()?);
        }
    }
    Ok((function, column))
}

/// A column, with what its field's attributes say.
struct Column {
    ident: Ident,
    ty: Type,
    is_primary_key: bool,
    is_unique: bool,
    is_auto_inc: bool,
    index: Option<(Algorithm, Option<Ident>)>,
    default: Option<Expr>,
}

/// Takes the attributes that are ours off a field.
fn column(field: &mut syn::Field) -> syn::Result<Column> {
    let ident = field.ident.clone().expect("named() let named fields pass");
    let mut column = Column {
        ident,
        ty: field.ty.clone(),
        is_primary_key: false,
        is_unique: false,
        is_auto_inc: false,
        index: None,
        default: None,
    };
    let mut others = Vec::new();
    for attribute in std::mem::take(&mut field.attrs) {
        let path = attribute.path();
        if path.is_ident("primary_key") {
            attribute.meta.require_path_only()?;
            column.is_primary_key = true;
        } else if path.is_ident("unique") {
            attribute.meta.require_path_only()?;
            column.is_unique = true;
        } else if path.is_ident("auto_inc") {
            attribute.meta.require_path_only()?;
            column.is_auto_inc = true;
        } else if path.is_ident("index") {
            let span = path.span();
            once(&mut column.index, index_of_one(&attribute)?, span, "index")?;
        } else if path.is_ident("default") {
            let span = path.span();
            once(&mut column.default, attribute.parse_args()?, span, "default")?;
        } else {
            others.push(attribute);
        }
    }
    field.attrs = others;
    column.is_unique |= column.is_primary_key;
    Ok(column)
}

/// `#[index(btree)]`
fn index_of_one(attribute: &Attribute) -> syn::Result<(Algorithm, Option<Ident>)> {
    let mut accessor = None;
    let mut algorithm = None;
    attribute.parse_nested_meta(|meta| {
        let span = meta.path.span();
        if meta.path.is_ident("accessor") || meta.path.is_ident("name") {
            return once(&mut accessor, meta.value()?.parse()?, span, "accessor");
        }
        let kind = Algorithm::of(&meta.path)
            .ok_or_else(|| meta.error("expected `btree`, `hash` or `direct`"))?;
        once(&mut algorithm, kind, span, kind.word())
    })?;
    let algorithm = algorithm
        .ok_or_else(|| Error::new_spanned(attribute, "write `#[index(btree)]`"))?;
    Ok((algorithm, accessor))
}

/// An index of the table.
struct Index {
    accessor: Ident,
    algorithm: Algorithm,
    columns: Vec<usize>,
    is_unique: bool,
}

pub(crate) fn expand(arguments: TokenStream, mut item: ItemStruct) -> syn::Result<TokenStream> {
    without_parameters(&item.generics)?;
    named(&item.ident, &item.fields)?;
    let mut tables = vec![Options::parse(arguments)?];
    // Further tables with the same rows are made here too, since the fields' attributes go.
    for attribute in std::mem::take(&mut item.attrs) {
        let is_table = attribute.path().segments.last().is_some_and(|s| s.ident == "table");
        if is_table {
            let list = attribute.meta.require_list()?;
            tables.push(Options::parse(list.tokens.clone())?);
        } else {
            item.attrs.push(attribute);
        }
    }
    let columns = item
        .fields
        .iter_mut()
        .map(column)
        .collect::<syn::Result<Vec<_>>>()?;
    let row = product(&item.ident, named(&item.ident, &item.fields)?)?;
    let checks = checks(&columns);
    let tables = tables
        .into_iter()
        .map(|options| Table::of(options, &item, &columns)?.code())
        .collect::<syn::Result<Vec<_>>>()?;
    Ok(quote! {
        #item
        #row
        #checks
        #(#tables)*
    })
}

/// Code that compiles only when the columns have the types that their attributes want.
fn checks(columns: &[Column]) -> TokenStream {
    let generated = columns.iter().filter(|column| column.is_auto_inc).map(|column| {
        let ty = &column.ty;
        quote_spanned!(ty.span()=> ::stele::__private::is_generated::<#ty>();)
    });
    let keys = columns.iter().filter(|column| column.is_unique).map(|column| {
        let ty = &column.ty;
        quote_spanned!(ty.span()=> ::stele::__private::is_key::<#ty>();)
    });
    quote!(const _: () = { #(#generated)* #(#keys)* };)
}

/// A table, as code is made of it.
struct Table<'a> {
    accessor: Ident,
    options: Options,
    item: &'a ItemStruct,
    columns: &'a [Column],
    indexes: Vec<Index>,
}

impl<'a> Table<'a> {
    fn of(options: Options, item: &'a ItemStruct, columns: &'a [Column]) -> syn::Result<Self> {
        let accessor = options.accessor.clone().ok_or_else(|| {
            Error::new_spanned(&item.ident, "a table needs a name: `#[table(accessor = NAME)]`")
        })?;
        let mut keys = columns.iter().filter(|column| column.is_primary_key);
        if let (Some(_), Some(second)) = (keys.next(), keys.next()) {
            return Err(Error::new_spanned(&second.ident, "a table has one primary key"));
        }
        let mut indexes = Vec::new();
        for (place, column) in columns.iter().enumerate() {
            if column.is_unique {
                indexes.push(Index {
                    accessor: column.ident.clone(),
                    algorithm: column.index.as_ref().map_or(Algorithm::Btree, |i| i.0),
                    columns: vec![place],
                    is_unique: true,
                });
            }
        }
        for (accessor, algorithm, names) in &options.indexes {
            let places = names.iter().map(|name| place_of(columns, name));
            indexes.push(Index {
                accessor: accessor.clone(),
                algorithm: *algorithm,
                columns: places.collect::<syn::Result<_>>()?,
                is_unique: false,
            });
        }
        for (place, column) in columns.iter().enumerate() {
            if let (false, Some((algorithm, accessor))) = (column.is_unique, &column.index) {
                indexes.push(Index {
                    accessor: accessor.clone().unwrap_or_else(|| column.ident.clone()),
                    algorithm: *algorithm,
                    columns: vec![place],
                    is_unique: false,
                });
            }
        }
        Ok(Table {
            accessor,
            options,
            item,
            columns,
            indexes,
        })
    }

    fn code(&self) -> syn::Result<TokenStream> {
        let handle = self.handle();
        let query = self.query();
        let accessors = self.accessors();
        let register = self.definition()?;
        Ok(quote! {
            #handle
            #query
            #accessors
            #register
        })
    }

    fn handle_ident(&self) -> Ident {
        format_ident!("{}__TableHandle", plain(&self.accessor))
    }

    fn query_ident(&self) -> Ident {
        format_ident!("{}__Columns", plain(&self.accessor))
    }

    /// The method of `ctx.db` and `ctx.from`.
    fn accessors(&self) -> TokenStream {
        let accessor = &self.accessor;
        let vis = self.item_visibility();
        let (handle, columns) = (self.handle_ident(), self.query_ident());
        let doc = format!("The table `{}`.", plain(accessor));
        quote! {
            #[doc = #doc]
            #[allow(non_camel_case_types)]
            #vis trait #accessor {
                /// The table, as this context can use it.
                type Handle;
                #[doc = #doc]
                fn #accessor(&self) -> Self::Handle;
            }

            impl #accessor for ::stele::Local {
                type Handle = #handle<::stele::__private::ReadWrite>;
                #[inline]
                fn #accessor(&self) -> Self::Handle {
                    #handle(::core::marker::PhantomData)
                }
            }

            impl #accessor for ::stele::LocalReadOnly {
                type Handle = #handle<::stele::__private::ReadOnly>;
                #[inline]
                fn #accessor(&self) -> Self::Handle {
                    #handle(::core::marker::PhantomData)
                }
            }

            impl #accessor for ::stele::From {
                type Handle = ::stele::TableQuery<#columns>;
                fn #accessor(&self) -> Self::Handle {
                    ::stele::TableQuery::__new()
                }
            }
        }
    }

    /// The traits are as visible as the rows: what they lead to cannot be seen further.
    fn item_visibility(&self) -> &Visibility {
        &self.item.vis
    }

    /// The type of `ctx.db.NAME()`.
    fn handle(&self) -> TokenStream {
        let handle = self.handle_ident();
        let vis = self.item_visibility();
        let row = &self.item.ident;
        let name = plain(&self.accessor);
        let doc = format!("The table `{name}`.");
        let fills = self.columns.iter().filter(|c| c.is_auto_inc).map(|column| {
            let ident = &column.ident;
            quote! {
                if ::stele::__private::Generated::is_wanted(&row.#ident) {
                    row.#ident = ::stele::__private::Decode::decode(generated)?;
                }
            }
        });
        let indexes = self.indexes.iter().enumerate();
        let (methods, index_impls): (Vec<_>, Vec<_>) = indexes
            .map(|(number, index)| (self.index_method(number, index), self.index_impl(number, index)))
            .unzip();
        quote! {
            #[doc = #doc]
            #[allow(non_camel_case_types)]
            #[derive(Clone, Copy, Debug)]
            #vis struct #handle<A>(::core::marker::PhantomData<A>);

            const _: () = {
                use ::stele::__private::{Access, ReadWrite};

                impl<A: Access> ::stele::Table for #handle<A> {
                    type Row = #row;
                    fn __name() -> &'static ::stele::__private::Name {
                        static NAME: ::stele::__private::Name =
                            ::stele::__private::Name::new(#name);
                        &NAME
                    }
                    #[inline]
                    fn __fill(
                        row: &mut #row,
                        generated: &mut ::stele::__private::Reader<'_>,
                    ) -> ::core::result::Result<(), ::stele::__private::DecodeError> {
                        let _ = (&row, &generated);
                        #(#fills)*
                        ::core::result::Result::Ok(())
                    }
                }

                impl ::stele::__private::Writable for #handle<ReadWrite> {}

                #(#index_impls)*
            };

            impl<A: ::stele::__private::Access> #handle<A> {
                #(#methods)*
            }
        }
    }

    fn key(&self, index: &Index) -> TokenStream {
        let types = index.columns.iter().map(|place| &self.columns[*place].ty);
        quote!((#(#types,)*))
    }

    fn index_method(&self, number: usize, index: &Index) -> TokenStream {
        let accessor = &index.accessor;
        let doc = format!("The index `{}`.", plain(accessor));
        let ty = if index.is_unique {
            let key = &self.columns[index.columns[0]].ty;
            quote!(::stele::UniqueColumn<Self, #key, #number>)
        } else if index.algorithm == Algorithm::Hash {
            quote!(::stele::PointIndex<Self, #number>)
        } else {
            quote!(::stele::RangedIndex<Self, #number>)
        };
        let vis = self.item_visibility();
        quote! {
            #[doc = #doc]
            #[inline]
            #[allow(dead_code)]
            #vis fn #accessor(&self) -> #ty {
                <#ty>::__new()
            }
        }
    }

    fn index_impl(&self, number: usize, index: &Index) -> TokenStream {
        let handle = self.handle_ident();
        let key = self.key(index);
        let name = self.index_name(index);
        let ordered = (index.algorithm != Algorithm::Hash).then(|| {
            quote!(impl<A: Access> ::stele::__private::Ordered<#number> for #handle<A> {})
        });
        let types = index.columns.iter().map(|place| &self.columns[*place].ty);
        let check = match index.algorithm {
            Algorithm::Direct => quote!(is_direct_key),
            Algorithm::Btree | Algorithm::Hash => quote!(is_key),
        };
        let checks = types.map(|ty| quote_spanned!(ty.span()=> ::stele::__private::#check::<#ty>();));
        quote! {
            impl<A: Access> ::stele::__private::Index<#number> for #handle<A> {
                type Key = #key;
                fn __index() -> &'static ::stele::__private::Name {
                    static NAME: ::stele::__private::Name = ::stele::__private::Name::new(#name);
                    &NAME
                }
            }
            #ordered
            const _: () = { #(#checks)* };
        }
    }

    /// The name by which the host finds the index.
    fn index_name(&self, index: &Index) -> String {
        let columns: Vec<_> = index
            .columns
            .iter()
            .map(|place| plain(&self.columns[*place].ident))
            .collect();
        let (table, columns) = (plain(&self.accessor), columns.join("_"));
        format!("{table}_{columns}_idx_{}", index.algorithm.word())
    }

    /// The columns in queries.
    fn query(&self) -> TokenStream {
        let columns_ident = self.query_ident();
        let vis = self.item_visibility();
        let row = &self.item.ident;
        let name = plain(&self.accessor);
        let doc = format!("The columns of the table `{name}`, in queries.");
        let idents: Vec<_> = self.columns.iter().map(|column| &column.ident).collect();
        let names = idents.iter().map(|ident| plain(ident));
        let types = self.columns.iter().map(|column| &column.ty);
        quote! {
            #[doc = #doc]
            #[allow(non_camel_case_types, missing_docs, dead_code)]
            #vis struct #columns_ident {
                #(#vis #idents: ::stele::Column<#columns_ident, #types>),*
            }

            impl ::stele::__private::QueryTable for #columns_ident {
                type Row = #row;
                type Columns = Self;
                const NAME: &'static str = #name;
                fn columns() -> Self {
                    #columns_ident { #(#idents: ::stele::Column::__new(#names)),* }
                }
            }
        }
    }

    /// The entry in the module's definition.
    fn definition(&self) -> syn::Result<TokenStream> {
        let row = &self.item.ident;
        let name = plain(&self.accessor);
        let canonical = optional(self.options.canonical.as_ref());
        let is_public = self.options.is_public.is_some();
        let is_event = self.options.is_event.is_some();
        let places = |wanted: fn(&Column) -> bool| {
            let columns = (0u16..).zip(self.columns);
            columns.filter(move |(_, column)| wanted(column)).map(|(place, _)| place)
        };
        let primary_key = match places(|column| column.is_primary_key).next() {
            Some(place) => quote!(::core::option::Option::Some(#place)),
            None => quote!(::core::option::Option::None),
        };
        let unique = places(|column| column.is_unique);
        let sequences = places(|column| column.is_auto_inc);
        let indexes = self.indexes.iter().map(|index| {
            let (name, accessor) = (self.index_name(index), plain(&index.accessor));
            let algorithm = index.algorithm.variant();
            let columns = index.columns.iter().map(|place| *place as u16);
            quote!(::stele::__private::IndexDef {
                name: #name,
                accessor: #accessor,
                algorithm: ::stele::__private::Algorithm::#algorithm,
                columns: &[#(#columns),*],
            })
        });
        let defaults = (0u16..).zip(self.columns).filter_map(|(place, column)| {
            let (value, ty) = (column.default.as_ref()?, &column.ty);
            let typed = quote_spanned!(value.span()=> { let value: #ty = #value; value });
            Some(quote!((#place, ::stele::__private::to_vec::<#ty>(&#typed))))
        });
        let (schedule, schedule_checks) = self.schedule()?;
        let declare = quote! {
            |module: &mut ::stele::__private::ModuleDef| {
                module.table::<#row>(::stele::__private::TableDef {
                    name: #name,
                    canonical_name: #canonical,
                    is_public: #is_public,
                    is_event: #is_event,
                    primary_key: #primary_key,
                    indexes: &[#(#indexes),*],
                    unique: &[#(#unique),*],
                    sequences: &[#(#sequences),*],
                    defaults: ::std::vec![#(#defaults),*],
                    schedule: #schedule,
                })
            }
        };
        let register = register("DECLARATION", "table", &name, &declare);
        Ok(quote!(#schedule_checks #register))
    }

    /// Code for the table's schedule, and code that checks it.
    fn schedule(&self) -> syn::Result<(TokenStream, TokenStream)> {
        let Some((function, at)) = &self.options.schedule else {
            return Ok((quote!(::core::option::Option::None), TokenStream::new()));
        };
        let default = Ident::new("scheduled_at", function.span());
        let column = at.as_ref().unwrap_or(&default);
        let place = place_of(self.columns, column)? as u16;
        let column_type = &self.columns[usize::from(place)].ty;
        let Some(key) = self.columns.iter().find(|column| column.is_primary_key) else {
            return Err(Error::new_spanned(
                &self.item.ident,
                "a scheduled table has a primary key of type `u64`",
            ));
        };
        let key_type = &key.ty;
        let row = &self.item.ident;
        let last = plain(&function.segments.last().expect("a path has a segment").ident);
        let checks = quote! {
            const _: () = {
                #[allow(dead_code)]
                fn check() {
                    ::stele::__private::is_scheduled::<#row, _, _>(&#function);
                }
            };
        };
        let types = [
            (key_type, quote!(u64)),
            (column_type, quote!(::stele::ScheduleAt)),
        ]
        .map(|(ty, wanted)| {
            quote_spanned! {ty.span()=>
                const _: fn(#ty) -> #wanted = |value| value;
            }
        });
        let schedule = quote!(::core::option::Option::Some((#place, #last)));
        Ok((schedule, quote!(#checks #(#types)*)))
    }
}

fn place_of(columns: &[Column], name: &Ident) -> syn::Result<usize> {
    columns
        .iter()
        .position(|column| column.ident == *name)
        .ok_or_else(|| Error::new(name.span(), format!("there is no column `{name}`")))
}
