CREATE TABLE "announcements" (
	"retailer_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"partnership_id" uuid,
	"title" text NOT NULL,
	"body" text NOT NULL,
	"show_until" date,
	"actor" text NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"withdrawn_at" timestamp (3) with time zone,
	CONSTRAINT "announcements_retailer_id_id_pk" PRIMARY KEY("retailer_id","id"),
	CONSTRAINT "announcements_said" CHECK (length("announcements"."title") between 1 and 120 and length("announcements"."body") between 1 and 4000)
);
--> statement-breakpoint
CREATE TABLE "feed_health" (
	"retailer_id" uuid NOT NULL,
	"source_id" uuid NOT NULL,
	"state" text NOT NULL,
	"told_at" timestamp (3) with time zone NOT NULL,
	"feed_run_id" uuid,
	"next_at" timestamp (3) with time zone,
	CONSTRAINT "feed_health_retailer_id_source_id_pk" PRIMARY KEY("retailer_id","source_id"),
	CONSTRAINT "feed_health_state" CHECK ("feed_health"."state" in ('fresh', 'stale', 'expired'))
);
--> statement-breakpoint
CREATE TABLE "feed_rows" (
	"retailer_id" uuid NOT NULL,
	"feed_run_id" uuid NOT NULL,
	"position" integer NOT NULL,
	"supplier_sku" text,
	"sku" text,
	"upc" text,
	"location" text DEFAULT '' NOT NULL,
	"quantity" numeric(24, 6),
	"unit" text,
	"unit_cost" numeric(24, 6),
	"currency" text,
	"discontinued" boolean,
	"next_available" date,
	"offer_id" uuid,
	"reason" text,
	"detail" text,
	CONSTRAINT "feed_rows_retailer_id_feed_run_id_position_pk" PRIMARY KEY("retailer_id","feed_run_id","position")
);
--> statement-breakpoint
CREATE TABLE "feed_runs" (
	"retailer_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"source_id" uuid NOT NULL,
	"document_id" uuid,
	"kind" text NOT NULL,
	"scope" text NOT NULL,
	"scope_said" boolean DEFAULT false NOT NULL,
	"status" text NOT NULL,
	"rows_read" integer DEFAULT 0 NOT NULL,
	"rows_changed" integer DEFAULT 0 NOT NULL,
	"rows_unchanged" integer DEFAULT 0 NOT NULL,
	"rows_rejected" integer DEFAULT 0 NOT NULL,
	"reasons" jsonb DEFAULT '{}'::jsonb NOT NULL,
	"file_name" text,
	"file_size" bigint,
	"file_read" bigint DEFAULT 0 NOT NULL,
	"fingerprint" text,
	"same_as" uuid,
	"started_at" timestamp (3) with time zone NOT NULL,
	"finished_at" timestamp (3) with time zone,
	CONSTRAINT "feed_runs_retailer_id_id_pk" PRIMARY KEY("retailer_id","id"),
	CONSTRAINT "feed_runs_document" UNIQUE("retailer_id","document_id"),
	CONSTRAINT "feed_runs_status" CHECK ("feed_runs"."status" in ('received', 'validated', 'applied', 'quarantined', 'discarded', 'failed')),
	CONSTRAINT "feed_runs_kind" CHECK ("feed_runs"."kind" in ('inventory', 'product')),
	CONSTRAINT "feed_runs_scope" CHECK ("feed_runs"."scope" in ('full', 'delta')),
	CONSTRAINT "feed_runs_counts" CHECK ("feed_runs"."rows_changed" + "feed_runs"."rows_unchanged" + "feed_runs"."rows_rejected" <= "feed_runs"."rows_read")
);
--> statement-breakpoint
CREATE TABLE "offers" (
	"retailer_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"source_id" uuid NOT NULL,
	"product_id" uuid,
	"supplier_sku" text NOT NULL,
	"description" text,
	"cost" numeric(24, 6) NOT NULL,
	"currency" text NOT NULL,
	"unit" text DEFAULT 'EA' NOT NULL,
	"pack_size" integer DEFAULT 1 NOT NULL,
	"lead_days" integer DEFAULT 1 NOT NULL,
	"discontinued" boolean DEFAULT false NOT NULL,
	"gtin" text,
	"damaged_gtin" text,
	"brand" text,
	"category" text,
	"manufacturer_part" text,
	"msrp" numeric(24, 6),
	"map" numeric(24, 6),
	"catalog" jsonb DEFAULT '{}'::jsonb NOT NULL,
	"matched_by" text,
	"refused_products" uuid[] DEFAULT '{}' NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"updated_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "offers_retailer_id_id_pk" PRIMARY KEY("retailer_id","id"),
	CONSTRAINT "offers_supplier_sku" UNIQUE("retailer_id","source_id","supplier_sku"),
	CONSTRAINT "offers_matched_by" CHECK ("offers"."matched_by" in ('sku', 'gtin', 'part', 'person', 'made')),
	CONSTRAINT "offers_amounts" CHECK ("offers"."cost" >= 0 and "offers"."pack_size" >= 1 and "offers"."lead_days" >= 0)
);
--> statement-breakpoint
CREATE TABLE "products" (
	"retailer_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"sku" text NOT NULL,
	"title" text NOT NULL,
	"brand" text,
	"category" text,
	"upc" text,
	"ean" text,
	"gtin" text,
	"manufacturer_part" text,
	"retail_price" numeric(24, 6),
	"msrp" numeric(24, 6),
	"map" numeric(24, 6),
	"weight" numeric(24, 6),
	"attributes" jsonb DEFAULT '{}'::jsonb NOT NULL,
	"discontinued_at" timestamp (3) with time zone,
	"made_from_run_id" uuid,
	"created_at" timestamp (3) with time zone NOT NULL,
	"updated_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "products_retailer_id_id_pk" PRIMARY KEY("retailer_id","id"),
	CONSTRAINT "products_sku" UNIQUE("retailer_id","sku"),
	CONSTRAINT "products_prices" CHECK (coalesce("products"."retail_price", 0) >= 0 and coalesce("products"."msrp", 0) >= 0 and coalesce("products"."map", 0) >= 0)
);
--> statement-breakpoint
CREATE TABLE "rule_sets" (
	"retailer_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"kind" text NOT NULL,
	"version" integer NOT NULL,
	"status" text NOT NULL,
	"effective_from" timestamp (3) with time zone NOT NULL,
	"rules" jsonb NOT NULL,
	"settings" jsonb DEFAULT '{}'::jsonb NOT NULL,
	"based_on" integer,
	"created_by" text,
	"created_at" timestamp (3) with time zone NOT NULL,
	"changed_at" timestamp (3) with time zone,
	"published_by" text,
	"published_at" timestamp (3) with time zone,
	"reason" text,
	CONSTRAINT "rule_sets_retailer_id_id_pk" PRIMARY KEY("retailer_id","id"),
	CONSTRAINT "rule_sets_version" UNIQUE("retailer_id","kind","version"),
	CONSTRAINT "rule_sets_kind" CHECK ("rule_sets"."kind" in ('routing', 'listing', 'pricing', 'feed')),
	CONSTRAINT "rule_sets_status" CHECK ("rule_sets"."status" in ('draft', 'published', 'retired'))
);
--> statement-breakpoint
CREATE TABLE "stock" (
	"retailer_id" uuid NOT NULL,
	"offer_id" uuid NOT NULL,
	"location" text DEFAULT '' NOT NULL,
	"quantity" numeric(24, 6) NOT NULL,
	"reserved" numeric(24, 6) DEFAULT '0' NOT NULL,
	"buffer" numeric(24, 6) DEFAULT '0' NOT NULL,
	"told" numeric(24, 6),
	"next_available" date,
	"reported_at" timestamp (3) with time zone NOT NULL,
	"feed_run_id" uuid,
	CONSTRAINT "stock_retailer_id_offer_id_location_pk" PRIMARY KEY("retailer_id","offer_id","location"),
	CONSTRAINT "stock_amounts" CHECK ("stock"."quantity" >= 0 and "stock"."reserved" >= 0 and "stock"."buffer" >= 0)
);
--> statement-breakpoint
CREATE TABLE "certificate_requests" (
	"id" uuid PRIMARY KEY NOT NULL,
	"retailer_id" uuid NOT NULL,
	"partnership_id" uuid,
	"uses" text[] NOT NULL,
	"subject" text NOT NULL,
	"request" text NOT NULL,
	"private_key" text NOT NULL,
	"public_key_hash" text NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "certificate_warnings" (
	"certificate_id" uuid NOT NULL,
	"threshold" integer NOT NULL,
	"at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "certificate_warnings_certificate_id_threshold_pk" PRIMARY KEY("certificate_id","threshold")
);
--> statement-breakpoint
CREATE TABLE "certificates" (
	"id" uuid PRIMARY KEY NOT NULL,
	"retailer_id" uuid NOT NULL,
	"partnership_id" uuid,
	"owner" text NOT NULL,
	"status" text DEFAULT 'active' NOT NULL,
	"uses" text[] NOT NULL,
	"pem" text NOT NULL,
	"chain" text DEFAULT '' NOT NULL,
	"private_key" text,
	"fingerprint" text NOT NULL,
	"fingerprint_sha1" text NOT NULL,
	"public_key_hash" text NOT NULL,
	"serial" text NOT NULL,
	"issuer" text NOT NULL,
	"subject" text NOT NULL,
	"valid_from" timestamp (3) with time zone NOT NULL,
	"valid_to" timestamp (3) with time zone NOT NULL,
	"use_from" timestamp (3) with time zone NOT NULL,
	"ended_at" timestamp (3) with time zone,
	"end_reason" text,
	"created_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "certificates_owner" CHECK ("certificates"."owner" in ('own', 'partner')),
	CONSTRAINT "certificates_status" CHECK ("certificates"."status" in ('active', 'retired', 'revoked')),
	CONSTRAINT "certificates_key_is_ours" CHECK (("certificates"."owner" = 'own') = ("certificates"."private_key" is not null)),
	CONSTRAINT "certificates_partner_named" CHECK ("certificates"."owner" = 'own' or "certificates"."partnership_id" is not null),
	CONSTRAINT "certificates_uses" CHECK (cardinality("certificates"."uses") > 0 and "certificates"."uses" <@ array['sign', 'encrypt', 'tls-client']),
	CONSTRAINT "certificates_dates" CHECK ("certificates"."valid_from" < "certificates"."valid_to"),
	CONSTRAINT "certificates_ended" CHECK (("certificates"."status" = 'active') = ("certificates"."ended_at" is null)),
	CONSTRAINT "certificates_reason" CHECK ("certificates"."status" <> 'revoked' or "certificates"."end_reason" is not null)
);
--> statement-breakpoint
CREATE TABLE "deadlines" (
	"retailer_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"kind" text NOT NULL,
	"subject_id" uuid NOT NULL,
	"partnership_id" uuid NOT NULL,
	"purchase_order_id" uuid,
	"document_id" uuid,
	"shipment_id" uuid,
	"started_at" timestamp (3) with time zone NOT NULL,
	"warn_at" timestamp (3) with time zone,
	"due_at" timestamp (3) with time zone NOT NULL,
	"next_at" timestamp (3) with time zone,
	"warned_at" timestamp (3) with time zone,
	"missed_at" timestamp (3) with time zone,
	"ended_at" timestamp (3) with time zone,
	"outcome" text,
	CONSTRAINT "deadlines_retailer_id_id_pk" PRIMARY KEY("retailer_id","id"),
	CONSTRAINT "deadlines_once" UNIQUE NULLS NOT DISTINCT("retailer_id","kind","purchase_order_id","subject_id"),
	CONSTRAINT "deadlines_kind" CHECK ("deadlines"."kind" in ('functional-acknowledgment', 'acknowledgment', 'shipment', 'invoice')),
	CONSTRAINT "deadlines_order_known" CHECK ("deadlines"."purchase_order_id" is not null or "deadlines"."kind" = 'functional-acknowledgment'),
	CONSTRAINT "deadlines_outcome" CHECK ("deadlines"."outcome" is null or "deadlines"."outcome" in ('met', 'late', 'void')),
	CONSTRAINT "deadlines_ended" CHECK (("deadlines"."ended_at" is null) = ("deadlines"."outcome" is null)),
	CONSTRAINT "deadlines_next_while_open" CHECK ("deadlines"."next_at" is null or ("deadlines"."ended_at" is null and "deadlines"."missed_at" is null))
);
--> statement-breakpoint
CREATE TABLE "audit_log" (
	"retailer_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"actor" text NOT NULL,
	"action" text NOT NULL,
	"subject" text NOT NULL,
	"before" jsonb,
	"after" jsonb,
	"at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "audit_log_retailer_id_id_pk" PRIMARY KEY("retailer_id","id")
);
--> statement-breakpoint
CREATE TABLE "events" (
	"retailer_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"type" text NOT NULL,
	"order_id" uuid,
	"purchase_order_id" uuid,
	"invoice_id" uuid,
	"partnership_id" uuid,
	"document_id" uuid,
	"actor" text NOT NULL,
	"data" jsonb DEFAULT '{}'::jsonb NOT NULL,
	"at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "events_retailer_id_id_pk" PRIMARY KEY("retailer_id","id")
);
--> statement-breakpoint
CREATE TABLE "idempotency_keys" (
	"retailer_id" uuid NOT NULL,
	"key" text NOT NULL,
	"request_hash" text NOT NULL,
	"status" integer NOT NULL,
	"body" jsonb NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "idempotency_keys_retailer_id_key_pk" PRIMARY KEY("retailer_id","key")
);
--> statement-breakpoint
CREATE TABLE "webhook_attempts" (
	"retailer_id" uuid NOT NULL,
	"endpoint_id" uuid NOT NULL,
	"event_id" uuid NOT NULL,
	"attempt" integer NOT NULL,
	"at" timestamp (3) with time zone NOT NULL,
	"milliseconds" integer NOT NULL,
	"failure_code" text,
	"failure_detail" text,
	"request" jsonb NOT NULL,
	"answer" jsonb,
	CONSTRAINT "webhook_attempts_retailer_id_endpoint_id_event_id_attempt_pk" PRIMARY KEY("retailer_id","endpoint_id","event_id","attempt")
);
--> statement-breakpoint
CREATE TABLE "webhook_deliveries" (
	"retailer_id" uuid NOT NULL,
	"endpoint_id" uuid NOT NULL,
	"event_id" uuid NOT NULL,
	"object_id" uuid NOT NULL,
	"status" text NOT NULL,
	"attempts" integer DEFAULT 0 NOT NULL,
	"due_at" timestamp (3) with time zone NOT NULL,
	"claimed_until" timestamp (3) with time zone,
	"created_at" timestamp (3) with time zone NOT NULL,
	"settled_at" timestamp (3) with time zone,
	CONSTRAINT "webhook_deliveries_retailer_id_endpoint_id_event_id_pk" PRIMARY KEY("retailer_id","endpoint_id","event_id"),
	CONSTRAINT "webhook_deliveries_status" CHECK ("webhook_deliveries"."status" in ('queued', 'retrying', 'delivered', 'failed'))
);
--> statement-breakpoint
CREATE TABLE "webhook_endpoints" (
	"retailer_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"partnership_id" uuid,
	"url" text NOT NULL,
	"description" text DEFAULT '' NOT NULL,
	"event_types" text[] NOT NULL,
	"secret" text NOT NULL,
	"previous_secret" text,
	"previous_until" timestamp (3) with time zone,
	"failing_since" timestamp (3) with time zone,
	"paused_at" timestamp (3) with time zone,
	"paused_because" text,
	"revision" integer DEFAULT 1 NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "webhook_endpoints_retailer_id_id_pk" PRIMARY KEY("retailer_id","id")
);
--> statement-breakpoint
CREATE TABLE "feed_uploads" (
	"retailer_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"partnership_id" uuid NOT NULL,
	"kind" text NOT NULL,
	"file_name" text NOT NULL,
	"blob_id" uuid NOT NULL,
	"size" bigint NOT NULL,
	"document_id" uuid,
	"queued" jsonb,
	"octets_read" bigint DEFAULT 0 NOT NULL,
	"rows_read" integer DEFAULT 0 NOT NULL,
	"feed_run_id" uuid,
	"refusal" text,
	"actor" text NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "feed_uploads_retailer_id_id_pk" PRIMARY KEY("retailer_id","id"),
	CONSTRAINT "feed_uploads_once" UNIQUE("retailer_id","document_id"),
	CONSTRAINT "feed_uploads_kind" CHECK ("feed_uploads"."kind" in ('inventory', 'product'))
);
--> statement-breakpoint
CREATE TABLE "fetch_sources" (
	"retailer_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"partnership_id" uuid,
	"name" text NOT NULL,
	"kind" text NOT NULL,
	"settings" jsonb DEFAULT '{}'::jsonb NOT NULL,
	"secrets" text,
	"schedule" jsonb NOT NULL,
	"active" boolean DEFAULT true NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"memory" jsonb DEFAULT '{}'::jsonb NOT NULL,
	"due_at" timestamp (3) with time zone NOT NULL,
	"claimed_until" timestamp (3) with time zone,
	"tried_at" timestamp (3) with time zone,
	"succeeded_at" timestamp (3) with time zone,
	"received" integer DEFAULT 0 NOT NULL,
	"failures" integer DEFAULT 0 NOT NULL,
	"failure_code" text,
	"failure_detail" text,
	"problems" jsonb DEFAULT '[]'::jsonb NOT NULL,
	CONSTRAINT "fetch_sources_retailer_id_id_pk" PRIMARY KEY("retailer_id","id"),
	CONSTRAINT "fetch_sources_kind" CHECK ("fetch_sources"."kind" in ('channel', 'sftp', 'ftp', 'http', 'imap')),
	CONSTRAINT "fetch_sources_failed" CHECK (("fetch_sources"."failures" = 0) = ("fetch_sources"."failure_code" is null))
);
--> statement-breakpoint
CREATE TABLE "import_refusals" (
	"retailer_id" uuid NOT NULL,
	"import_id" uuid NOT NULL,
	"position" integer NOT NULL,
	"row" integer NOT NULL,
	"reference" text,
	"message" text NOT NULL,
	"fields" jsonb NOT NULL,
	CONSTRAINT "import_refusals_retailer_id_import_id_position_pk" PRIMARY KEY("retailer_id","import_id","position")
);
--> statement-breakpoint
CREATE TABLE "imports" (
	"retailer_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"kind" text NOT NULL,
	"format" text NOT NULL,
	"blob_id" uuid NOT NULL,
	"status" text DEFAULT 'waiting' NOT NULL,
	"total" integer NOT NULL,
	"read" integer DEFAULT 0 NOT NULL,
	"created" integer DEFAULT 0 NOT NULL,
	"changed" integer DEFAULT 0 NOT NULL,
	"same" integer DEFAULT 0 NOT NULL,
	"refused" integer DEFAULT 0 NOT NULL,
	"failures" integer DEFAULT 0 NOT NULL,
	"failure" text,
	"actor" text NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"finished_at" timestamp (3) with time zone,
	CONSTRAINT "imports_retailer_id_id_pk" PRIMARY KEY("retailer_id","id"),
	CONSTRAINT "imports_kind" CHECK ("imports"."kind" in ('orders', 'products')),
	CONSTRAINT "imports_format" CHECK ("imports"."format" in ('json', 'csv')),
	CONSTRAINT "imports_status" CHECK ("imports"."status" in ('waiting', 'running', 'done', 'failed')),
	CONSTRAINT "imports_every_item" CHECK ("imports"."read" = "imports"."created" + "imports"."changed" + "imports"."same" + "imports"."refused"),
	CONSTRAINT "imports_failed_for_a_reason" CHECK (("imports"."status" = 'failed') = ("imports"."failure" is not null)),
	CONSTRAINT "imports_done" CHECK (("imports"."status" = 'done') = ("imports"."read" = "imports"."total" and "imports"."finished_at" is not null))
);
--> statement-breakpoint
CREATE TABLE "invoice_reviews" (
	"retailer_id" uuid NOT NULL,
	"document_id" uuid NOT NULL,
	"partnership_id" uuid NOT NULL,
	"status" text NOT NULL,
	"reading" jsonb NOT NULL,
	"invoice_id" uuid,
	"reason" text,
	"created_at" timestamp (3) with time zone NOT NULL,
	"decided_at" timestamp (3) with time zone,
	"decided_by" text,
	CONSTRAINT "invoice_reviews_retailer_id_document_id_pk" PRIMARY KEY("retailer_id","document_id"),
	CONSTRAINT "invoice_reviews_status" CHECK ("invoice_reviews"."status" in ('waiting', 'confirmed', 'refused')),
	CONSTRAINT "invoice_reviews_decided" CHECK (("invoice_reviews"."status" = 'waiting') = ("invoice_reviews"."decided_at" is null) and ("invoice_reviews"."status" = 'refused') = ("invoice_reviews"."reason" is not null) and ("invoice_reviews"."status" = 'confirmed') = ("invoice_reviews"."invoice_id" is not null))
);
--> statement-breakpoint
CREATE TABLE "pdf_layouts" (
	"retailer_id" uuid NOT NULL,
	"partnership_id" uuid NOT NULL,
	"type" text NOT NULL,
	"layout" jsonb NOT NULL,
	"document_id" uuid NOT NULL,
	"confirmed_by" text NOT NULL,
	"confirmed_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "pdf_layouts_retailer_id_partnership_id_type_pk" PRIMARY KEY("retailer_id","partnership_id","type"),
	CONSTRAINT "pdf_layouts_type" CHECK ("pdf_layouts"."type" in ('invoice', 'credit-memo'))
);
--> statement-breakpoint
CREATE TABLE "exceptions" (
	"retailer_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"kind" text NOT NULL,
	"key" text NOT NULL,
	"partnership_id" uuid,
	"order_id" uuid,
	"purchase_order_id" uuid,
	"purchase_order_line_id" uuid,
	"invoice_id" uuid,
	"invoice_line_id" uuid,
	"message_id" uuid,
	"document_id" uuid,
	"expected" text,
	"actual" text,
	"at_stake" numeric(24, 6),
	"currency" text,
	"summary" text NOT NULL,
	"assigned_to" uuid,
	"raised_at" timestamp (3) with time zone NOT NULL,
	"resolved_at" timestamp (3) with time zone,
	"resolution" text,
	"resolved_by" text,
	"note" text,
	CONSTRAINT "exceptions_retailer_id_id_pk" PRIMARY KEY("retailer_id","id"),
	CONSTRAINT "exceptions_key" UNIQUE("retailer_id","key"),
	CONSTRAINT "exceptions_kind" CHECK ("exceptions"."kind" in ('unknown-purchase-order', 'duplicate', 'price', 'quantity-over-shipped', 'not-shipped', 'unit-of-measure', 'freight-or-fee', 'tax', 'terms', 'currency', 'does-not-foot', 'over-credited', 'unknown-item', 'over-shipped', 'over-invoiced', 'acknowledgment-conflict', 'price-change', 'quantity-change', 'date-change', 'substitution', 'change-requested', 'deadline-near', 'functional-acknowledgment-overdue', 'acknowledgment-overdue', 'shipment-overdue', 'invoice-overdue', 'unroutable', 'feed-quarantined', 'feed-stale', 'feed-expired', 'not-delivered', 'not-fetched', 'listings-not-sent', 'storefront-order', 'not-readable', 'not-applied', 'rejected-by-partner', 'partner-message', 'certificate-expiring')),
	CONSTRAINT "exceptions_resolved" CHECK (("exceptions"."resolved_at" is null) = ("exceptions"."resolution" is null))
);
--> statement-breakpoint
CREATE TABLE "export_batches" (
	"retailer_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"number" integer NOT NULL,
	"format" text NOT NULL,
	"file_name" text NOT NULL,
	"blob_id" uuid NOT NULL,
	"credits_file_name" text,
	"credits_blob_id" uuid,
	"total" numeric(24, 6) NOT NULL,
	"currency" text NOT NULL,
	"actor" text NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"voided_at" timestamp (3) with time zone,
	"void_reason" text,
	CONSTRAINT "export_batches_retailer_id_id_pk" PRIMARY KEY("retailer_id","id"),
	CONSTRAINT "export_batches_number" UNIQUE("retailer_id","number"),
	CONSTRAINT "export_batches_credits" CHECK (("export_batches"."credits_file_name" is null) = ("export_batches"."credits_blob_id" is null)),
	CONSTRAINT "export_batches_void" CHECK (("export_batches"."voided_at" is null) = ("export_batches"."void_reason" is null))
);
--> statement-breakpoint
CREATE TABLE "export_items" (
	"retailer_id" uuid NOT NULL,
	"batch_id" uuid NOT NULL,
	"invoice_id" uuid NOT NULL,
	"amount" numeric(24, 6) NOT NULL,
	"voided_at" timestamp (3) with time zone,
	CONSTRAINT "export_items_retailer_id_batch_id_invoice_id_pk" PRIMARY KEY("retailer_id","batch_id","invoice_id")
);
--> statement-breakpoint
CREATE TABLE "invoice_charges" (
	"retailer_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"invoice_id" uuid NOT NULL,
	"kind" text NOT NULL,
	"reason" text NOT NULL,
	"amount" numeric(24, 6) NOT NULL,
	"payable" numeric(24, 6) DEFAULT '0' NOT NULL,
	"description" text,
	CONSTRAINT "invoice_charges_retailer_id_id_pk" PRIMARY KEY("retailer_id","id"),
	CONSTRAINT "invoice_charges_kind" CHECK ("invoice_charges"."kind" in ('allowance', 'charge', 'tax') and (("invoice_charges"."kind" = 'allowance') = ("invoice_charges"."amount" < 0) or "invoice_charges"."amount" = 0))
);
--> statement-breakpoint
CREATE TABLE "invoice_lines" (
	"retailer_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"invoice_id" uuid NOT NULL,
	"position" integer NOT NULL,
	"purchase_order_line_id" uuid,
	"purchase_order_number" text,
	"line_number" text,
	"ids" jsonb,
	"sku" text,
	"description" text,
	"quantity" numeric(24, 6) NOT NULL,
	"unit" text,
	"unit_price" numeric(24, 6) NOT NULL,
	"amount" numeric(24, 6) NOT NULL,
	"allowances_and_charges" jsonb DEFAULT '[]'::jsonb NOT NULL,
	"counted" numeric(24, 6) DEFAULT '0' NOT NULL,
	"counted_in_order_units" numeric(24, 6) DEFAULT '0' NOT NULL,
	"payable" numeric(24, 6) DEFAULT '0' NOT NULL,
	CONSTRAINT "invoice_lines_retailer_id_id_pk" PRIMARY KEY("retailer_id","id"),
	CONSTRAINT "invoice_lines_position" UNIQUE("retailer_id","invoice_id","position"),
	CONSTRAINT "invoice_lines_quantity" CHECK ("invoice_lines"."quantity" >= 0 and "invoice_lines"."counted" >= 0 and "invoice_lines"."counted" <= "invoice_lines"."quantity" and "invoice_lines"."counted_in_order_units" >= 0),
	CONSTRAINT "invoice_lines_counted" CHECK ("invoice_lines"."counted" = 0 or "invoice_lines"."purchase_order_line_id" is not null)
);
--> statement-breakpoint
CREATE TABLE "invoices" (
	"retailer_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"partnership_id" uuid NOT NULL,
	"type" text NOT NULL,
	"number" text NOT NULL,
	"number_use" integer DEFAULT 1 NOT NULL,
	"document_id" uuid,
	"purchase_order_id" uuid,
	"purchase_order_number" text,
	"original_invoice_number" text,
	"invoice_date" date NOT NULL,
	"due_date" date NOT NULL,
	"discount_date" date,
	"terms" jsonb,
	"currency" text NOT NULL,
	"total" numeric(24, 6) NOT NULL,
	"computed_total" numeric(24, 6) NOT NULL,
	"payable" numeric(24, 6),
	"status" text NOT NULL,
	"wait_until" timestamp (3) with time zone NOT NULL,
	"actor" text NOT NULL,
	"received_at" timestamp (3) with time zone NOT NULL,
	"matched_at" timestamp (3) with time zone,
	"first_approval" jsonb,
	"approved_at" timestamp (3) with time zone,
	"approved_by" text,
	"void_reason" text,
	"updated_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "invoices_retailer_id_id_pk" PRIMARY KEY("retailer_id","id"),
	CONSTRAINT "invoices_status" CHECK ("invoices"."status" in ('received', 'waiting', 'matched', 'within-tolerance', 'exception', 'disputed', 'approved', 'exported', 'paid', 'void')),
	CONSTRAINT "invoices_type" CHECK ("invoices"."type" in ('invoice', 'credit-memo')),
	CONSTRAINT "invoices_amounts" CHECK ("invoices"."total" >= 0 and coalesce("invoices"."payable", 0) >= 0),
	CONSTRAINT "invoices_approved" CHECK ("invoices"."status" not in ('approved', 'exported', 'paid') or ("invoices"."approved_at" is not null and "invoices"."payable" is not null)),
	CONSTRAINT "invoices_void" CHECK (("invoices"."status" = 'void') = ("invoices"."void_reason" is not null))
);
--> statement-breakpoint
CREATE TABLE "blob_chunks" (
	"retailer_id" uuid NOT NULL,
	"blob_id" uuid NOT NULL,
	"sequence" integer NOT NULL,
	"encoding" text NOT NULL,
	"bytes" "bytea" NOT NULL,
	CONSTRAINT "blob_chunks_retailer_id_blob_id_sequence_pk" PRIMARY KEY("retailer_id","blob_id","sequence"),
	CONSTRAINT "blob_chunks_encoding" CHECK ("blob_chunks"."encoding" in ('plain', 'deflate'))
);
--> statement-breakpoint
CREATE TABLE "blobs" (
	"retailer_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"sha256" text,
	"size" bigint NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "blobs_retailer_id_id_pk" PRIMARY KEY("retailer_id","id"),
	CONSTRAINT "blobs_size" CHECK ("blobs"."size" >= 0)
);
--> statement-breakpoint
CREATE TABLE "documents" (
	"retailer_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"direction" text NOT NULL,
	"kind" text NOT NULL,
	"number" text NOT NULL,
	"partnership_id" uuid,
	"message_id" uuid,
	"purchase_order_id" uuid,
	"key" text,
	"interchange_number" text,
	"group_number" text,
	"set_number" text,
	"functional_id" text,
	"position" integer DEFAULT 1 NOT NULL,
	"status" text NOT NULL,
	"content" jsonb,
	"issues" jsonb DEFAULT '[]'::jsonb NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"settled_at" timestamp (3) with time zone,
	CONSTRAINT "documents_retailer_id_id_pk" PRIMARY KEY("retailer_id","id"),
	CONSTRAINT "documents_key" UNIQUE("retailer_id","key"),
	CONSTRAINT "documents_status" CHECK (("documents"."direction" = 'in' and "documents"."status" in ('received', 'applied', 'duplicate', 'rejected', 'test')) or ("documents"."direction" = 'out' and "documents"."status" in ('queued', 'rendered', 'acknowledged', 'refused'))),
	CONSTRAINT "documents_out_has_key" CHECK ("documents"."direction" = 'in' or "documents"."key" is not null)
);
--> statement-breakpoint
CREATE TABLE "interchanges" (
	"retailer_id" uuid NOT NULL,
	"partnership_id" uuid NOT NULL,
	"control_number" text NOT NULL,
	"stamp" text NOT NULL,
	"message_id" uuid NOT NULL,
	CONSTRAINT "interchanges_retailer_id_partnership_id_control_number_stamp_pk" PRIMARY KEY("retailer_id","partnership_id","control_number","stamp")
);
--> statement-breakpoint
CREATE TABLE "message_events" (
	"retailer_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"message_id" uuid NOT NULL,
	"kind" text NOT NULL,
	"detail" jsonb DEFAULT '{}'::jsonb NOT NULL,
	"at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "message_events_retailer_id_id_pk" PRIMARY KEY("retailer_id","id")
);
--> statement-breakpoint
CREATE TABLE "messages" (
	"retailer_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"direction" text NOT NULL,
	"partnership_id" uuid,
	"transport" text NOT NULL,
	"origin" text DEFAULT '' NOT NULL,
	"wire_id" text NOT NULL,
	"file_name" text,
	"content_type" text,
	"blob_id" uuid NOT NULL,
	"size" bigint NOT NULL,
	"status" text NOT NULL,
	"failure_code" text,
	"failure_detail" text,
	"attempts" integer DEFAULT 0 NOT NULL,
	"receipt_blob_id" uuid,
	"receipt_detail" jsonb,
	"repeats" integer DEFAULT 0 NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"sent_at" timestamp (3) with time zone,
	"confirmed_at" timestamp (3) with time zone,
	"processed_at" timestamp (3) with time zone,
	"archived_at" timestamp (3) with time zone,
	CONSTRAINT "messages_retailer_id_id_pk" PRIMARY KEY("retailer_id","id"),
	CONSTRAINT "messages_status" CHECK (("messages"."direction" = 'in' and "messages"."status" in ('received', 'processed', 'partly-processed', 'rejected', 'duplicate')) or ("messages"."direction" = 'out' and "messages"."status" in ('queued', 'sent', 'confirmed', 'retrying', 'failed'))),
	CONSTRAINT "messages_failed_for_a_reason" CHECK ("messages"."status" <> 'failed' or "messages"."failure_code" is not null),
	CONSTRAINT "messages_transport" CHECK ("messages"."transport" in ('as2', 'sftp', 'ftp', 'http', 'email', 'portal', 'rest'))
);
--> statement-breakpoint
CREATE TABLE "listing_marks" (
	"retailer_id" uuid NOT NULL,
	"product_id" uuid NOT NULL,
	"mark_id" uuid NOT NULL,
	CONSTRAINT "listing_marks_retailer_id_product_id_mark_id_pk" PRIMARY KEY("retailer_id","product_id","mark_id")
);
--> statement-breakpoint
CREATE TABLE "listings" (
	"retailer_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"product_id" uuid NOT NULL,
	"channel_id" uuid NOT NULL,
	"status" text NOT NULL,
	"pause_reasons" text[] DEFAULT '{}' NOT NULL,
	"kept_off" boolean DEFAULT false NOT NULL,
	"missing" text[] DEFAULT '{}' NOT NULL,
	"price" numeric(24, 6),
	"proposed_price" numeric(24, 6),
	"refused_price" numeric(24, 6),
	"pricing" jsonb DEFAULT '{}'::jsonb NOT NULL,
	"quantity" numeric(24, 6) DEFAULT '0' NOT NULL,
	"content" jsonb DEFAULT '{}'::jsonb NOT NULL,
	"revision" bigint DEFAULT 0 NOT NULL,
	"updated_at" timestamp (3) with time zone NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "listings_retailer_id_id_pk" PRIMARY KEY("retailer_id","id"),
	CONSTRAINT "listings_status" CHECK ("listings"."status" in ('candidate', 'listed', 'paused', 'delisted')),
	CONSTRAINT "listings_paused_for_a_reason" CHECK (("listings"."status" = 'paused') = (cardinality("listings"."pause_reasons") > 0)),
	CONSTRAINT "listings_listed_whole" CHECK ("listings"."status" <> 'listed' or ("listings"."price" is not null and cardinality("listings"."missing") = 0))
);
--> statement-breakpoint
CREATE TABLE "sales_channels" (
	"retailer_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"name" text NOT NULL,
	"active" boolean DEFAULT true NOT NULL,
	"buffer" jsonb DEFAULT '{"units":"0","share":0}'::jsonb NOT NULL,
	"revision" bigint DEFAULT 0 NOT NULL,
	"feed_transport" text,
	"feed_settings" jsonb DEFAULT '{}'::jsonb NOT NULL,
	"feed_secrets" text,
	"feed_schedule" jsonb DEFAULT '{"everyMinutes":60}'::jsonb NOT NULL,
	"feed_due_at" timestamp (3) with time zone,
	"sent_revision" bigint DEFAULT 0 NOT NULL,
	"sent_at" timestamp (3) with time zone,
	"failures" integer DEFAULT 0 NOT NULL,
	"failure_code" text,
	"failure_detail" text,
	"created_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "sales_channels_retailer_id_id_pk" PRIMARY KEY("retailer_id","id"),
	CONSTRAINT "sales_channels_failed" CHECK (("sales_channels"."failures" = 0) = ("sales_channels"."failure_code" is null))
);
--> statement-breakpoint
CREATE TABLE "notification_digests" (
	"retailer_id" uuid NOT NULL,
	"notification_id" uuid NOT NULL,
	"membership_id" uuid NOT NULL,
	"due_at" timestamp (3) with time zone NOT NULL,
	"settled_at" timestamp (3) with time zone,
	"failure" text,
	CONSTRAINT "notification_digests_retailer_id_notification_id_membership_id_pk" PRIMARY KEY("retailer_id","notification_id","membership_id")
);
--> statement-breakpoint
CREATE TABLE "notifications" (
	"retailer_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"kind" text NOT NULL,
	"audience" text NOT NULL,
	"partnership_id" uuid,
	"subject" text NOT NULL,
	"body" text NOT NULL,
	"rows" jsonb NOT NULL,
	"headings" jsonb NOT NULL,
	"status" text NOT NULL,
	"detail" text,
	"created_at" timestamp (3) with time zone NOT NULL,
	"settled_at" timestamp (3) with time zone,
	CONSTRAINT "notifications_retailer_id_id_pk" PRIMARY KEY("retailer_id","id"),
	CONSTRAINT "notifications_kind" CHECK ("notifications"."kind" in ('new-orders', 'deadlines', 'stock', 'invoices', 'connections', 'certificates', 'listings')),
	CONSTRAINT "notifications_audience" CHECK ("notifications"."audience" in ('retailer', 'supplier')),
	CONSTRAINT "notifications_status" CHECK ("notifications"."status" in ('queued', 'sent', 'not-sent'))
);
--> statement-breakpoint
CREATE TABLE "number_blocks" (
	"retailer_id" uuid NOT NULL,
	"series" text NOT NULL,
	"last" bigint NOT NULL,
	"next" bigint NOT NULL,
	CONSTRAINT "number_blocks_retailer_id_series_last_pk" PRIMARY KEY("retailer_id","series","last"),
	CONSTRAINT "number_blocks_within" CHECK ("number_blocks"."next" between 1 and "number_blocks"."last" + 1)
);
--> statement-breakpoint
CREATE TABLE "number_series" (
	"retailer_id" uuid NOT NULL,
	"series" text NOT NULL,
	"last" bigint NOT NULL,
	CONSTRAINT "number_series_retailer_id_series_pk" PRIMARY KEY("retailer_id","series"),
	CONSTRAINT "number_series_positive" CHECK ("number_series"."last" >= 0)
);
--> statement-breakpoint
CREATE TABLE "order_lines" (
	"retailer_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"order_id" uuid NOT NULL,
	"line_number" text NOT NULL,
	"product_id" uuid,
	"sku" text NOT NULL,
	"title" text NOT NULL,
	"unit_price" numeric(24, 6) NOT NULL,
	"quantity" numeric(24, 6) NOT NULL,
	"added" numeric(24, 6) DEFAULT '0' NOT NULL,
	"placed" numeric(24, 6) DEFAULT '0' NOT NULL,
	"shipped" numeric(24, 6) DEFAULT '0' NOT NULL,
	"cancelled" numeric(24, 6) DEFAULT '0' NOT NULL,
	CONSTRAINT "order_lines_retailer_id_id_pk" PRIMARY KEY("retailer_id","id"),
	CONSTRAINT "order_lines_number" UNIQUE("retailer_id","order_id","line_number"),
	CONSTRAINT "order_lines_quantities" CHECK ("order_lines"."quantity" > 0 and "order_lines"."added" >= 0 and "order_lines"."added" <= "order_lines"."quantity" and "order_lines"."placed" >= 0 and "order_lines"."cancelled" >= 0 and "order_lines"."shipped" >= 0 and "order_lines"."placed" + "order_lines"."cancelled" <= "order_lines"."quantity" and "order_lines"."shipped" <= "order_lines"."placed"),
	CONSTRAINT "order_lines_price" CHECK ("order_lines"."unit_price" >= 0)
);
--> statement-breakpoint
CREATE TABLE "orders" (
	"retailer_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"number" text NOT NULL,
	"channel" text NOT NULL,
	"status" text NOT NULL,
	"hold_reason" text,
	"held_by" text,
	"currency" text NOT NULL,
	"customer" jsonb NOT NULL,
	"ship_to" jsonb NOT NULL,
	"shipping_price" numeric(24, 6) DEFAULT '0' NOT NULL,
	"notes" text,
	"placed_at" timestamp (3) with time zone NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"updated_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "orders_retailer_id_id_pk" PRIMARY KEY("retailer_id","id"),
	CONSTRAINT "orders_number" UNIQUE("retailer_id","channel","number"),
	CONSTRAINT "orders_status_known" CHECK ("orders"."status" in ('imported', 'held', 'routed', 'partly-shipped', 'shipped', 'closed', 'cancelled')),
	CONSTRAINT "orders_held_for_a_reason" CHECK (("orders"."status" = 'held') = ("orders"."hold_reason" is not null)),
	CONSTRAINT "orders_held_by_while_held" CHECK ("orders"."held_by" is null or "orders"."hold_reason" is not null),
	CONSTRAINT "orders_shipping_price" CHECK ("orders"."shipping_price" >= 0)
);
--> statement-breakpoint
CREATE TABLE "routing_decisions" (
	"retailer_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"order_id" uuid NOT NULL,
	"sequence" integer NOT NULL,
	"cause" text NOT NULL,
	"rule_version" integer NOT NULL,
	"explanation" jsonb NOT NULL,
	"decided_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "routing_decisions_retailer_id_id_pk" PRIMARY KEY("retailer_id","id"),
	CONSTRAINT "routing_decisions_sequence" UNIQUE("retailer_id","order_id","sequence")
);
--> statement-breakpoint
CREATE TABLE "container_prefixes" (
	"prefix" text NOT NULL,
	"extension" integer NOT NULL,
	"supplier_id" uuid NOT NULL,
	"last" bigint NOT NULL,
	"active" boolean DEFAULT true NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "container_prefixes_prefix_extension_pk" PRIMARY KEY("prefix","extension"),
	CONSTRAINT "container_prefixes_prefix" CHECK ("container_prefixes"."prefix" ~ '^[0-9]{7,12}$'),
	CONSTRAINT "container_prefixes_extension" CHECK ("container_prefixes"."extension" between 0 and 9),
	CONSTRAINT "container_prefixes_last" CHECK ("container_prefixes"."last" >= 0)
);
--> statement-breakpoint
CREATE TABLE "packing_slip_brands" (
	"retailer_id" uuid NOT NULL,
	"channel" text NOT NULL,
	"look" jsonb NOT NULL,
	"logo" "bytea",
	"changed_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "packing_slip_brands_retailer_id_channel_pk" PRIMARY KEY("retailer_id","channel"),
	CONSTRAINT "packing_slip_brands_logo" CHECK ("packing_slip_brands"."logo" is null or length("packing_slip_brands"."logo") <= 262144)
);
--> statement-breakpoint
CREATE TABLE "prints" (
	"retailer_id" uuid NOT NULL,
	"purchase_order_id" uuid NOT NULL,
	"kind" text NOT NULL,
	"printed_at" timestamp (3) with time zone NOT NULL,
	"actor" text NOT NULL,
	CONSTRAINT "prints_retailer_id_purchase_order_id_kind_pk" PRIMARY KEY("retailer_id","purchase_order_id","kind"),
	CONSTRAINT "prints_kind" CHECK ("prints"."kind" in ('purchase-order', 'packing-slip'))
);
--> statement-breakpoint
CREATE TABLE "ship_from_addresses" (
	"id" uuid PRIMARY KEY NOT NULL,
	"supplier_id" uuid NOT NULL,
	"label" text NOT NULL,
	"address" jsonb NOT NULL,
	"is_default" boolean NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "channels" (
	"retailer_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"partnership_id" uuid NOT NULL,
	"transport" text NOT NULL,
	"format" text NOT NULL,
	"version" text,
	"settings" jsonb DEFAULT '{}'::jsonb NOT NULL,
	"secrets" text,
	"active" boolean DEFAULT true NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "channels_retailer_id_id_pk" PRIMARY KEY("retailer_id","id"),
	CONSTRAINT "channels_transport" CHECK ("channels"."transport" in ('as2', 'sftp', 'ftp', 'http', 'email', 'portal', 'rest')),
	CONSTRAINT "channels_format" CHECK ("channels"."format" in ('x12', 'csv', 'xlsx', 'json', 'pdf', 'form'))
);
--> statement-breakpoint
CREATE TABLE "control_numbers" (
	"retailer_id" uuid NOT NULL,
	"partnership_id" uuid NOT NULL,
	"series" text NOT NULL,
	"last" bigint NOT NULL,
	CONSTRAINT "control_numbers_retailer_id_partnership_id_series_pk" PRIMARY KEY("retailer_id","partnership_id","series"),
	CONSTRAINT "control_numbers_positive" CHECK ("control_numbers"."last" >= 0)
);
--> statement-breakpoint
CREATE TABLE "identities" (
	"id" uuid PRIMARY KEY NOT NULL,
	"kind" text NOT NULL,
	"own" text NOT NULL,
	"partner" text NOT NULL,
	"retailer_id" uuid NOT NULL,
	"partnership_id" uuid,
	"created_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "identities_names" UNIQUE("kind","own","partner"),
	CONSTRAINT "identities_kind" CHECK ("identities"."kind" in ('as2', 'x12', 'sftp', 'mailbox', 'sender'))
);
--> statement-breakpoint
CREATE TABLE "partner_maps" (
	"retailer_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"partnership_id" uuid NOT NULL,
	"format" text NOT NULL,
	"document_kind" text NOT NULL,
	"version" integer NOT NULL,
	"status" text NOT NULL,
	"overlay" jsonb NOT NULL,
	"based_on" integer,
	"created_by" text NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"changed_at" timestamp (3) with time zone NOT NULL,
	"published_by" text,
	"published_at" timestamp (3) with time zone,
	"reason" text,
	"retired_at" timestamp (3) with time zone,
	CONSTRAINT "partner_maps_retailer_id_id_pk" PRIMARY KEY("retailer_id","id"),
	CONSTRAINT "partner_maps_version" UNIQUE("retailer_id","partnership_id","format","document_kind","version"),
	CONSTRAINT "partner_maps_status" CHECK ("partner_maps"."status" in ('draft', 'published', 'retired')),
	CONSTRAINT "partner_maps_published" CHECK ("partner_maps"."status" = 'draft' or ("partner_maps"."published_at" is not null and "partner_maps"."published_by" is not null)),
	CONSTRAINT "partner_maps_retired" CHECK (("partner_maps"."status" = 'retired') = ("partner_maps"."retired_at" is not null))
);
--> statement-breakpoint
CREATE TABLE "partnerships" (
	"retailer_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"supplier_id" uuid NOT NULL,
	"status" text NOT NULL,
	"currency" text NOT NULL,
	"terms" jsonb NOT NULL,
	"tolerances" jsonb DEFAULT '{}'::jsonb NOT NULL,
	"vendor_number" text,
	"settings" jsonb DEFAULT '{}'::jsonb NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "partnerships_retailer_id_id_pk" PRIMARY KEY("retailer_id","id"),
	CONSTRAINT "partnerships_supplier" UNIQUE("retailer_id","supplier_id"),
	CONSTRAINT "partnerships_status" CHECK ("partnerships"."status" in ('invited', 'testing', 'certified', 'live', 'paused', 'ended'))
);
--> statement-breakpoint
CREATE TABLE "source_standings" (
	"retailer_id" uuid NOT NULL,
	"source_id" uuid NOT NULL,
	"day" date NOT NULL,
	"score" numeric(24, 6),
	"surcharge" numeric(24, 6),
	"billed_orders" integer DEFAULT 0 NOT NULL,
	"learned_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "source_standings_retailer_id_source_id_day_pk" PRIMARY KEY("retailer_id","source_id","day"),
	CONSTRAINT "source_standings_score" CHECK ("source_standings"."score" between 0 and 1)
);
--> statement-breakpoint
CREATE TABLE "sources" (
	"retailer_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"kind" text NOT NULL,
	"partnership_id" uuid,
	"name" text NOT NULL,
	"postal_code" text,
	"priority" integer DEFAULT 100 NOT NULL,
	"order_fee" numeric(24, 6) DEFAULT '0' NOT NULL,
	"active" boolean DEFAULT true NOT NULL,
	"routing" jsonb DEFAULT '{}'::jsonb NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "sources_retailer_id_id_pk" PRIMARY KEY("retailer_id","id"),
	CONSTRAINT "sources_name" UNIQUE("retailer_id","name"),
	CONSTRAINT "sources_kind" CHECK (("sources"."kind" = 'supplier') = ("sources"."partnership_id" is not null) and "sources"."kind" in ('supplier', 'warehouse')),
	CONSTRAINT "sources_fee" CHECK ("sources"."order_fee" >= 0)
);
--> statement-breakpoint
CREATE TABLE "api_keys" (
	"id" uuid PRIMARY KEY NOT NULL,
	"retailer_id" uuid,
	"supplier_id" uuid,
	"name" text NOT NULL,
	"prefix" text NOT NULL,
	"hash" text NOT NULL,
	"scopes" text[] NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"last_used_at" timestamp (3) with time zone,
	"expires_at" timestamp (3) with time zone,
	"revoked_at" timestamp (3) with time zone,
	CONSTRAINT "api_keys_hash_unique" UNIQUE("hash"),
	CONSTRAINT "api_keys_one_side" CHECK (("api_keys"."retailer_id" is null) <> ("api_keys"."supplier_id" is null))
);
--> statement-breakpoint
CREATE TABLE "installation_keys" (
	"name" text PRIMARY KEY NOT NULL,
	"sealed" text NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "memberships" (
	"id" uuid PRIMARY KEY NOT NULL,
	"user_id" uuid NOT NULL,
	"retailer_id" uuid,
	"supplier_id" uuid,
	"role" text NOT NULL,
	"notices" jsonb DEFAULT '{}'::jsonb NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"disabled_at" timestamp (3) with time zone,
	CONSTRAINT "memberships_one_side" CHECK (("memberships"."retailer_id" is null) <> ("memberships"."supplier_id" is null)),
	CONSTRAINT "memberships_role_fits_side" CHECK (("memberships"."retailer_id" is not null and "memberships"."role" in ('admin', 'operations', 'merchandiser', 'accountant', 'read-only')) or ("memberships"."supplier_id" is not null and "memberships"."role" in ('owner', 'orders', 'warehouse', 'billing')))
);
--> statement-breakpoint
CREATE TABLE "retailers" (
	"id" uuid PRIMARY KEY NOT NULL,
	"slug" text NOT NULL,
	"name" text NOT NULL,
	"currency" text DEFAULT 'USD' NOT NULL,
	"time_zone" text DEFAULT 'UTC' NOT NULL,
	"settings" jsonb DEFAULT '{}'::jsonb NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "retailers_slug_unique" UNIQUE("slug")
);
--> statement-breakpoint
CREATE TABLE "suppliers" (
	"id" uuid PRIMARY KEY NOT NULL,
	"slug" text NOT NULL,
	"name" text NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "suppliers_slug_unique" UNIQUE("slug")
);
--> statement-breakpoint
CREATE TABLE "users" (
	"id" uuid PRIMARY KEY NOT NULL,
	"email" text NOT NULL,
	"name" text NOT NULL,
	"password_hash" text,
	"email_verified_at" timestamp (3) with time zone,
	"time_zone" text,
	"created_at" timestamp (3) with time zone NOT NULL,
	"disabled_at" timestamp (3) with time zone,
	CONSTRAINT "users_email_unique" UNIQUE("email"),
	CONSTRAINT "users_email_lower" CHECK ("users"."email" = lower("users"."email"))
);
--> statement-breakpoint
CREATE TABLE "prepared_files" (
	"retailer_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"user_id" uuid NOT NULL,
	"membership_id" uuid NOT NULL,
	"role" text NOT NULL,
	"second_factor" boolean NOT NULL,
	"time_zone" text NOT NULL,
	"source" text NOT NULL,
	"name" text NOT NULL,
	"rows" integer DEFAULT 0 NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"ended_at" timestamp (3) with time zone,
	"failure" text,
	"blob_id" uuid,
	"size" bigint,
	CONSTRAINT "prepared_files_retailer_id_id_pk" PRIMARY KEY("retailer_id","id"),
	CONSTRAINT "prepared_files_rows" CHECK ("prepared_files"."rows" >= 0),
	CONSTRAINT "prepared_files_written" CHECK (("prepared_files"."blob_id" is null) = ("prepared_files"."size" is null)),
	CONSTRAINT "prepared_files_ended" CHECK (("prepared_files"."ended_at" is not null) = ("prepared_files"."failure" is not null or "prepared_files"."blob_id" is not null))
);
--> statement-breakpoint
CREATE TABLE "acknowledgment_lines" (
	"retailer_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"acknowledgment_id" uuid NOT NULL,
	"purchase_order_line_id" uuid NOT NULL,
	"status" text NOT NULL,
	"quantity" numeric(24, 6) NOT NULL,
	"applied" numeric(24, 6) NOT NULL,
	"ship_date" date,
	"unit_price" numeric(24, 6),
	"reason" text,
	"note" text,
	CONSTRAINT "acknowledgment_lines_retailer_id_id_pk" PRIMARY KEY("retailer_id","id"),
	CONSTRAINT "acknowledgment_lines_quantity" CHECK ("acknowledgment_lines"."quantity" >= 0 and "acknowledgment_lines"."applied" >= 0 and "acknowledgment_lines"."applied" <= "acknowledgment_lines"."quantity")
);
--> statement-breakpoint
CREATE TABLE "acknowledgments" (
	"retailer_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"purchase_order_id" uuid NOT NULL,
	"document_id" uuid,
	"fingerprint" text NOT NULL,
	"type" text NOT NULL,
	"supplier_order_number" text,
	"actor" text NOT NULL,
	"received_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "acknowledgments_retailer_id_id_pk" PRIMARY KEY("retailer_id","id"),
	CONSTRAINT "acknowledgments_once" UNIQUE("retailer_id","purchase_order_id","fingerprint")
);
--> statement-breakpoint
CREATE TABLE "purchase_order_changes" (
	"retailer_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"purchase_order_id" uuid NOT NULL,
	"sequence" integer NOT NULL,
	"kind" text NOT NULL,
	"asked_by" text NOT NULL,
	"status" text NOT NULL,
	"request" jsonb NOT NULL,
	"answer" jsonb,
	"document_id" uuid,
	"actor" text NOT NULL,
	"requested_at" timestamp (3) with time zone NOT NULL,
	"answered_at" timestamp (3) with time zone,
	CONSTRAINT "purchase_order_changes_retailer_id_id_pk" PRIMARY KEY("retailer_id","id"),
	CONSTRAINT "purchase_order_changes_sequence" UNIQUE("retailer_id","purchase_order_id","sequence"),
	CONSTRAINT "purchase_order_changes_status" CHECK ("purchase_order_changes"."status" in ('requested', 'accepted', 'refused')),
	CONSTRAINT "purchase_order_changes_answered" CHECK (("purchase_order_changes"."status" = 'requested') = ("purchase_order_changes"."answered_at" is null))
);
--> statement-breakpoint
CREATE TABLE "purchase_order_lines" (
	"retailer_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"purchase_order_id" uuid NOT NULL,
	"line_number" text NOT NULL,
	"order_line_id" uuid NOT NULL,
	"offer_id" uuid NOT NULL,
	"product_id" uuid NOT NULL,
	"sku" text NOT NULL,
	"supplier_sku" text NOT NULL,
	"description" text NOT NULL,
	"unit" text NOT NULL,
	"pack_size" integer DEFAULT 1 NOT NULL,
	"unit_cost" numeric(24, 6) NOT NULL,
	"ordered_unit_cost" numeric(24, 6),
	"ordered" numeric(24, 6) NOT NULL,
	"accepted" numeric(24, 6) DEFAULT '0' NOT NULL,
	"backordered" numeric(24, 6) DEFAULT '0' NOT NULL,
	"rejected" numeric(24, 6) DEFAULT '0' NOT NULL,
	"cancelled" numeric(24, 6) DEFAULT '0' NOT NULL,
	"cancelled_by_supplier" numeric(24, 6) DEFAULT '0' NOT NULL,
	"shipped" numeric(24, 6) DEFAULT '0' NOT NULL,
	"over_shipped" numeric(24, 6) DEFAULT '0' NOT NULL,
	"invoiced" numeric(24, 6) DEFAULT '0' NOT NULL,
	"credited" numeric(24, 6) DEFAULT '0' NOT NULL,
	"tolerated" numeric(24, 6) DEFAULT '0' NOT NULL,
	"expected_ship_date" date,
	"rejection_reason" text,
	CONSTRAINT "purchase_order_lines_retailer_id_id_pk" PRIMARY KEY("retailer_id","id"),
	CONSTRAINT "purchase_order_lines_number" UNIQUE("retailer_id","purchase_order_id","line_number"),
	CONSTRAINT "purchase_order_lines_not_negative" CHECK ("purchase_order_lines"."ordered" > 0 and "purchase_order_lines"."pack_size" >= 1 and least("purchase_order_lines"."accepted", "purchase_order_lines"."backordered", "purchase_order_lines"."rejected", "purchase_order_lines"."cancelled", "purchase_order_lines"."shipped", "purchase_order_lines"."over_shipped", "purchase_order_lines"."invoiced", "purchase_order_lines"."credited", "purchase_order_lines"."tolerated", "purchase_order_lines"."unit_cost") >= 0),
	CONSTRAINT "purchase_order_lines_answered" CHECK ("purchase_order_lines"."accepted" + "purchase_order_lines"."backordered" + "purchase_order_lines"."rejected" + "purchase_order_lines"."cancelled" <= "purchase_order_lines"."ordered"),
	CONSTRAINT "purchase_order_lines_shipped" CHECK ("purchase_order_lines"."shipped" <= "purchase_order_lines"."accepted"),
	CONSTRAINT "purchase_order_lines_cancelled_by_supplier" CHECK ("purchase_order_lines"."cancelled_by_supplier" >= 0 and "purchase_order_lines"."cancelled_by_supplier" <= "purchase_order_lines"."cancelled"),
	CONSTRAINT "purchase_order_lines_invoiced" CHECK ("purchase_order_lines"."credited" <= "purchase_order_lines"."invoiced" and "purchase_order_lines"."invoiced" - "purchase_order_lines"."credited" <= "purchase_order_lines"."shipped" + "purchase_order_lines"."over_shipped" + "purchase_order_lines"."tolerated")
);
--> statement-breakpoint
CREATE TABLE "purchase_orders" (
	"retailer_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"number" text NOT NULL,
	"order_id" uuid NOT NULL,
	"source_id" uuid NOT NULL,
	"partnership_id" uuid,
	"routing_decision_id" uuid NOT NULL,
	"status" text NOT NULL,
	"answer" text DEFAULT 'none' NOT NULL,
	"currency" text NOT NULL,
	"order_date" date NOT NULL,
	"ship_not_after" date,
	"ordered_ship_not_after" date,
	"supplier_order_number" text,
	"expected_fees" numeric(24, 6) DEFAULT '0' NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"released_at" timestamp (3) with time zone,
	"sent_at" timestamp (3) with time zone,
	"acknowledged_at" timestamp (3) with time zone,
	"shipped_at" timestamp (3) with time zone,
	"closed_at" timestamp (3) with time zone,
	"updated_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "purchase_orders_retailer_id_id_pk" PRIMARY KEY("retailer_id","id"),
	CONSTRAINT "purchase_orders_number" UNIQUE("retailer_id","number"),
	CONSTRAINT "purchase_orders_decision" UNIQUE("retailer_id","routing_decision_id","source_id"),
	CONSTRAINT "purchase_orders_status" CHECK ("purchase_orders"."status" in ('created', 'released', 'sent', 'acknowledged', 'partly-shipped', 'shipped', 'partly-invoiced', 'invoiced', 'closed', 'cancelled')),
	CONSTRAINT "purchase_orders_answer" CHECK ("purchase_orders"."answer" in ('none', 'accepted', 'changed', 'partial', 'backordered', 'rejected'))
);
--> statement-breakpoint
CREATE TABLE "reservations" (
	"retailer_id" uuid NOT NULL,
	"purchase_order_line_id" uuid NOT NULL,
	"offer_id" uuid NOT NULL,
	"location" text DEFAULT '' NOT NULL,
	"quantity" numeric(24, 6) NOT NULL,
	CONSTRAINT "reservations_retailer_id_purchase_order_line_id_location_pk" PRIMARY KEY("retailer_id","purchase_order_line_id","location"),
	CONSTRAINT "reservations_quantity" CHECK ("reservations"."quantity" >= 0)
);
--> statement-breakpoint
CREATE TABLE "shipment_lines" (
	"retailer_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"shipment_id" uuid NOT NULL,
	"package_id" uuid NOT NULL,
	"purchase_order_line_id" uuid NOT NULL,
	"quantity" numeric(24, 6) NOT NULL,
	"over" numeric(24, 6) DEFAULT '0' NOT NULL,
	"substitute" jsonb,
	CONSTRAINT "shipment_lines_retailer_id_id_pk" PRIMARY KEY("retailer_id","id"),
	CONSTRAINT "shipment_lines_quantity" CHECK ("shipment_lines"."quantity" > 0 and "shipment_lines"."over" >= 0 and "shipment_lines"."over" <= "shipment_lines"."quantity")
);
--> statement-breakpoint
CREATE TABLE "shipment_packages" (
	"retailer_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"shipment_id" uuid NOT NULL,
	"sequence" integer NOT NULL,
	"sscc" text,
	"sscc_valid" boolean,
	"tracking_number" text,
	"tracking_valid" boolean,
	"weight" numeric(24, 6),
	"weight_unit" text,
	CONSTRAINT "shipment_packages_retailer_id_id_pk" PRIMARY KEY("retailer_id","id"),
	CONSTRAINT "shipment_packages_sequence" UNIQUE("retailer_id","shipment_id","sequence"),
	CONSTRAINT "shipment_packages_sscc" CHECK ("shipment_packages"."sscc" is null or "shipment_packages"."sscc" ~ '^[0-9]{18}$')
);
--> statement-breakpoint
CREATE TABLE "shipments" (
	"retailer_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"source_id" uuid NOT NULL,
	"number" text NOT NULL,
	"document_id" uuid,
	"shipped_on" date NOT NULL,
	"estimated_delivery" date,
	"scac" text,
	"carrier" text,
	"service" text,
	"bill_of_lading" text,
	"ship_from" jsonb,
	"actor" text NOT NULL,
	"received_at" timestamp (3) with time zone NOT NULL,
	"taken_back_at" timestamp (3) with time zone,
	"taken_back_by" text,
	"taken_back_document_id" uuid,
	"replaced_by_id" uuid,
	CONSTRAINT "shipments_retailer_id_id_pk" PRIMARY KEY("retailer_id","id"),
	CONSTRAINT "shipments_taken_back" CHECK (("shipments"."taken_back_at" is null) = ("shipments"."taken_back_by" is null) and ("shipments"."taken_back_at" is not null or "shipments"."replaced_by_id" is null))
);
--> statement-breakpoint
CREATE TABLE "message_replay_items" (
	"retailer_id" uuid NOT NULL,
	"replay_id" uuid NOT NULL,
	"message_id" uuid NOT NULL,
	"outcome" text,
	"reason" text,
	CONSTRAINT "message_replay_items_retailer_id_replay_id_message_id_pk" PRIMARY KEY("retailer_id","replay_id","message_id"),
	CONSTRAINT "message_replay_items_outcome" CHECK ("message_replay_items"."outcome" in ('done', 'refused')),
	CONSTRAINT "message_replay_items_refused" CHECK (("message_replay_items"."reason" is not null) = ("message_replay_items"."outcome" is not distinct from 'refused'))
);
--> statement-breakpoint
CREATE TABLE "message_replays" (
	"retailer_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"action" text NOT NULL,
	"actor" text NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"ended_at" timestamp (3) with time zone,
	"stopped_by" text,
	CONSTRAINT "message_replays_retailer_id_id_pk" PRIMARY KEY("retailer_id","id"),
	CONSTRAINT "message_replays_action" CHECK ("message_replays"."action" in ('resend', 'reprocess')),
	CONSTRAINT "message_replays_stopped" CHECK ("message_replays"."stopped_by" is null or "message_replays"."ended_at" is not null)
);
--> statement-breakpoint
CREATE TABLE "saved_views" (
	"retailer_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"user_id" uuid NOT NULL,
	"list" text NOT NULL,
	"name" text NOT NULL,
	"query" text NOT NULL,
	"shared_with" text NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "saved_views_retailer_id_id_pk" PRIMARY KEY("retailer_id","id"),
	CONSTRAINT "saved_views_list" CHECK ("saved_views"."list" in ('orders', 'purchase-orders', 'shipments', 'messages', 'exceptions', 'invoices', 'supplier-purchase-orders', 'supplier-shipments', 'supplier-invoices')),
	CONSTRAINT "saved_views_shared_with" CHECK ("saved_views"."shared_with" in ('maker', 'retailer'))
);
--> statement-breakpoint
CREATE TABLE "claim_credits" (
	"retailer_id" uuid NOT NULL,
	"claim_id" uuid NOT NULL,
	"credit_memo_id" uuid NOT NULL,
	"amount" numeric(24, 6) NOT NULL,
	CONSTRAINT "claim_credits_retailer_id_claim_id_credit_memo_id_pk" PRIMARY KEY("retailer_id","claim_id","credit_memo_id"),
	CONSTRAINT "claim_credits_amount" CHECK ("claim_credits"."amount" > 0)
);
--> statement-breakpoint
CREATE TABLE "claims" (
	"retailer_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"kind" text NOT NULL,
	"number" text NOT NULL,
	"partnership_id" uuid NOT NULL,
	"invoice_id" uuid NOT NULL,
	"amount" numeric(24, 6) NOT NULL,
	"currency" text NOT NULL,
	"reason" text NOT NULL,
	"status" text NOT NULL,
	"answer" text,
	"answered_by" text,
	"answered_at" timestamp (3) with time zone,
	"credited" numeric(24, 6) DEFAULT '0' NOT NULL,
	"actor" text NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"closed_at" timestamp (3) with time zone,
	CONSTRAINT "claims_retailer_id_id_pk" PRIMARY KEY("retailer_id","id"),
	CONSTRAINT "claims_number" UNIQUE("retailer_id","number"),
	CONSTRAINT "claims_kind" CHECK ("claims"."kind" in ('debit-memo', 'credit-request', 'dispute', 'bill-back')),
	CONSTRAINT "claims_status" CHECK ("claims"."status" in ('open', 'settled', 'refused', 'withdrawn')),
	CONSTRAINT "claims_amount" CHECK ("claims"."amount" >= 0 and "claims"."credited" >= 0),
	CONSTRAINT "claims_closed" CHECK (("claims"."status" = 'open') = ("claims"."closed_at" is null))
);
--> statement-breakpoint
CREATE TABLE "export_lines" (
	"retailer_id" uuid NOT NULL,
	"batch_id" uuid NOT NULL,
	"position" integer NOT NULL,
	"invoice_id" uuid NOT NULL,
	"invoice_line_id" uuid,
	"invoice_charge_id" uuid,
	"account" text NOT NULL,
	"description" text NOT NULL,
	"amount" numeric(24, 6) NOT NULL,
	CONSTRAINT "export_lines_retailer_id_batch_id_position_pk" PRIMARY KEY("retailer_id","batch_id","position")
);
--> statement-breakpoint
CREATE TABLE "payment_items" (
	"retailer_id" uuid NOT NULL,
	"payment_id" uuid NOT NULL,
	"invoice_id" uuid NOT NULL,
	"paid" numeric(24, 6) NOT NULL,
	"discount" numeric(24, 6) DEFAULT '0' NOT NULL,
	CONSTRAINT "payment_items_retailer_id_payment_id_invoice_id_pk" PRIMARY KEY("retailer_id","payment_id","invoice_id"),
	CONSTRAINT "payment_items_once" UNIQUE("retailer_id","invoice_id"),
	CONSTRAINT "payment_items_discount" CHECK ("payment_items"."discount" >= 0)
);
--> statement-breakpoint
CREATE TABLE "payments" (
	"retailer_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"partnership_id" uuid NOT NULL,
	"number" text NOT NULL,
	"reference" text,
	"method" text NOT NULL,
	"paid_on" date NOT NULL,
	"currency" text NOT NULL,
	"total" numeric(24, 6) NOT NULL,
	"document_id" uuid,
	"actor" text NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "payments_retailer_id_id_pk" PRIMARY KEY("retailer_id","id"),
	CONSTRAINT "payments_number" UNIQUE("retailer_id","number"),
	CONSTRAINT "payments_method" CHECK ("payments"."method" in ('ach', 'check', 'wire')),
	CONSTRAINT "payments_total" CHECK ("payments"."total" >= 0)
);
--> statement-breakpoint
CREATE TABLE "account_tokens" (
	"hash" text PRIMARY KEY NOT NULL,
	"user_id" uuid NOT NULL,
	"purpose" text NOT NULL,
	"only_retailer_id" uuid,
	"expires_at" timestamp (3) with time zone NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "account_tokens_purpose" CHECK ("account_tokens"."purpose" in ('password-reset', 'sign-in', 'second-step'))
);
--> statement-breakpoint
CREATE TABLE "authenticators" (
	"user_id" uuid PRIMARY KEY NOT NULL,
	"sealed" text NOT NULL,
	"last_step" integer DEFAULT 0 NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"confirmed_at" timestamp (3) with time zone
);
--> statement-breakpoint
CREATE TABLE "invitations" (
	"id" uuid PRIMARY KEY NOT NULL,
	"email" text NOT NULL,
	"retailer_id" uuid,
	"supplier_id" uuid,
	"role" text NOT NULL,
	"via_retailer_id" uuid NOT NULL,
	"invited_by" text NOT NULL,
	"hash" text,
	"by_mail" boolean DEFAULT true NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"expires_at" timestamp (3) with time zone NOT NULL,
	"sent_at" timestamp (3) with time zone,
	"failure" text,
	"accepted_at" timestamp (3) with time zone,
	"withdrawn_at" timestamp (3) with time zone,
	CONSTRAINT "invitations_hash_unique" UNIQUE("hash"),
	CONSTRAINT "invitations_one_side" CHECK (("invitations"."retailer_id" is null) <> ("invitations"."supplier_id" is null)),
	CONSTRAINT "invitations_email_lower" CHECK ("invitations"."email" = lower("invitations"."email"))
);
--> statement-breakpoint
CREATE TABLE "open_id_links" (
	"retailer_id" uuid NOT NULL,
	"issuer" text NOT NULL,
	"subject" text NOT NULL,
	"user_id" uuid NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "open_id_links_retailer_id_issuer_subject_pk" PRIMARY KEY("retailer_id","issuer","subject")
);
--> statement-breakpoint
CREATE TABLE "recovery_codes" (
	"user_id" uuid NOT NULL,
	"hash" text NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"used_at" timestamp (3) with time zone,
	CONSTRAINT "recovery_codes_user_id_hash_pk" PRIMARY KEY("user_id","hash")
);
--> statement-breakpoint
CREATE TABLE "sessions" (
	"id" text PRIMARY KEY NOT NULL,
	"user_id" uuid NOT NULL,
	"expires_at" timestamp (3) with time zone NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"membership_id" uuid,
	"only_retailer_id" uuid,
	"second_factor" boolean DEFAULT false NOT NULL,
	"user_agent" text DEFAULT '' NOT NULL,
	"address" text DEFAULT '' NOT NULL,
	"last_seen_at" timestamp (3) with time zone
);
--> statement-breakpoint
CREATE TABLE "sign_in_attempts" (
	"key" text NOT NULL,
	"at" timestamp (3) with time zone NOT NULL,
	"id" uuid NOT NULL,
	CONSTRAINT "sign_in_attempts_key_id_pk" PRIMARY KEY("key","id")
);
--> statement-breakpoint
CREATE TABLE "storefront_listings" (
	"retailer_id" uuid NOT NULL,
	"storefront_id" uuid NOT NULL,
	"listing_id" uuid NOT NULL,
	"remote" jsonb,
	"told" text,
	"quantity" integer,
	"problem" text,
	"updated_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "storefront_listings_retailer_id_storefront_id_listing_id_pk" PRIMARY KEY("retailer_id","storefront_id","listing_id")
);
--> statement-breakpoint
CREATE TABLE "storefront_orders" (
	"retailer_id" uuid NOT NULL,
	"storefront_id" uuid NOT NULL,
	"remote_id" text NOT NULL,
	"number" text NOT NULL,
	"order_id" uuid,
	"lines" jsonb DEFAULT '{}'::jsonb NOT NULL,
	"seen" text NOT NULL,
	"updated_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "storefront_orders_retailer_id_storefront_id_remote_id_pk" PRIMARY KEY("retailer_id","storefront_id","remote_id")
);
--> statement-breakpoint
CREATE TABLE "storefront_packages" (
	"retailer_id" uuid NOT NULL,
	"storefront_id" uuid NOT NULL,
	"package_id" uuid NOT NULL,
	"order_id" uuid NOT NULL,
	"status" text NOT NULL,
	"remote_ids" text[] DEFAULT '{}' NOT NULL,
	"at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "storefront_packages_retailer_id_storefront_id_package_id_order_id_pk" PRIMARY KEY("retailer_id","storefront_id","package_id","order_id"),
	CONSTRAINT "storefront_packages_status" CHECK ("storefront_packages"."status" in ('sent', 'refused', 'taken-back', 'not-taken-back'))
);
--> statement-breakpoint
CREATE TABLE "storefront_webhooks" (
	"retailer_id" uuid NOT NULL,
	"storefront_id" uuid NOT NULL,
	"webhook_id" text NOT NULL,
	"topic" text NOT NULL,
	"at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "storefront_webhooks_retailer_id_storefront_id_webhook_id_pk" PRIMARY KEY("retailer_id","storefront_id","webhook_id")
);
--> statement-breakpoint
CREATE TABLE "storefronts" (
	"retailer_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"channel_id" uuid NOT NULL,
	"kind" text NOT NULL,
	"settings" jsonb NOT NULL,
	"secrets" text NOT NULL,
	"active" boolean DEFAULT true NOT NULL,
	"every_minutes" integer DEFAULT 5 NOT NULL,
	"due_at" timestamp (3) with time zone NOT NULL,
	"claimed_until" timestamp (3) with time zone,
	"read_up_to" timestamp (3) with time zone NOT NULL,
	"sent_revision" bigint DEFAULT 0 NOT NULL,
	"read_at" timestamp (3) with time zone,
	"sent_at" timestamp (3) with time zone,
	"webhooks_at" timestamp (3) with time zone,
	"webhooks_problem" text,
	"failures" integer DEFAULT 0 NOT NULL,
	"failure_code" text,
	"failure_detail" text,
	"created_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "storefronts_retailer_id_id_pk" PRIMARY KEY("retailer_id","id"),
	CONSTRAINT "storefronts_channel" UNIQUE("retailer_id","channel_id"),
	CONSTRAINT "storefronts_failed" CHECK (("storefronts"."failures" = 0) = ("storefronts"."failure_code" is null)),
	CONSTRAINT "storefronts_every" CHECK ("storefronts"."every_minutes" between 1 and 1440)
);
--> statement-breakpoint
ALTER TABLE "announcements" ADD CONSTRAINT "announcements_retailer_id_retailers_id_fk" FOREIGN KEY ("retailer_id") REFERENCES "public"."retailers"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "announcements" ADD CONSTRAINT "announcements_partnership" FOREIGN KEY ("retailer_id","partnership_id") REFERENCES "public"."partnerships"("retailer_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "feed_health" ADD CONSTRAINT "feed_health_source" FOREIGN KEY ("retailer_id","source_id") REFERENCES "public"."sources"("retailer_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "feed_rows" ADD CONSTRAINT "feed_rows_run" FOREIGN KEY ("retailer_id","feed_run_id") REFERENCES "public"."feed_runs"("retailer_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "feed_rows" ADD CONSTRAINT "feed_rows_offer" FOREIGN KEY ("retailer_id","offer_id") REFERENCES "public"."offers"("retailer_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "feed_runs" ADD CONSTRAINT "feed_runs_source" FOREIGN KEY ("retailer_id","source_id") REFERENCES "public"."sources"("retailer_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "offers" ADD CONSTRAINT "offers_source" FOREIGN KEY ("retailer_id","source_id") REFERENCES "public"."sources"("retailer_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "offers" ADD CONSTRAINT "offers_product" FOREIGN KEY ("retailer_id","product_id") REFERENCES "public"."products"("retailer_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "products" ADD CONSTRAINT "products_retailer_id_retailers_id_fk" FOREIGN KEY ("retailer_id") REFERENCES "public"."retailers"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "rule_sets" ADD CONSTRAINT "rule_sets_retailer_id_retailers_id_fk" FOREIGN KEY ("retailer_id") REFERENCES "public"."retailers"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "stock" ADD CONSTRAINT "stock_offer" FOREIGN KEY ("retailer_id","offer_id") REFERENCES "public"."offers"("retailer_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "certificate_requests" ADD CONSTRAINT "certificate_requests_retailer_id_retailers_id_fk" FOREIGN KEY ("retailer_id") REFERENCES "public"."retailers"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "certificate_warnings" ADD CONSTRAINT "certificate_warnings_certificate_id_certificates_id_fk" FOREIGN KEY ("certificate_id") REFERENCES "public"."certificates"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "certificates" ADD CONSTRAINT "certificates_retailer_id_retailers_id_fk" FOREIGN KEY ("retailer_id") REFERENCES "public"."retailers"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "deadlines" ADD CONSTRAINT "deadlines_partnership" FOREIGN KEY ("retailer_id","partnership_id") REFERENCES "public"."partnerships"("retailer_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "deadlines" ADD CONSTRAINT "deadlines_order" FOREIGN KEY ("retailer_id","purchase_order_id") REFERENCES "public"."purchase_orders"("retailer_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "deadlines" ADD CONSTRAINT "deadlines_document" FOREIGN KEY ("retailer_id","document_id") REFERENCES "public"."documents"("retailer_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "deadlines" ADD CONSTRAINT "deadlines_shipment" FOREIGN KEY ("retailer_id","shipment_id") REFERENCES "public"."shipments"("retailer_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "audit_log" ADD CONSTRAINT "audit_log_retailer_id_retailers_id_fk" FOREIGN KEY ("retailer_id") REFERENCES "public"."retailers"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "events" ADD CONSTRAINT "events_retailer_id_retailers_id_fk" FOREIGN KEY ("retailer_id") REFERENCES "public"."retailers"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "idempotency_keys" ADD CONSTRAINT "idempotency_keys_retailer_id_retailers_id_fk" FOREIGN KEY ("retailer_id") REFERENCES "public"."retailers"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "webhook_attempts" ADD CONSTRAINT "webhook_attempts_delivery" FOREIGN KEY ("retailer_id","endpoint_id","event_id") REFERENCES "public"."webhook_deliveries"("retailer_id","endpoint_id","event_id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "webhook_deliveries" ADD CONSTRAINT "webhook_deliveries_endpoint" FOREIGN KEY ("retailer_id","endpoint_id") REFERENCES "public"."webhook_endpoints"("retailer_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "webhook_deliveries" ADD CONSTRAINT "webhook_deliveries_event" FOREIGN KEY ("retailer_id","event_id") REFERENCES "public"."events"("retailer_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "webhook_endpoints" ADD CONSTRAINT "webhook_endpoints_retailer_id_retailers_id_fk" FOREIGN KEY ("retailer_id") REFERENCES "public"."retailers"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "webhook_endpoints" ADD CONSTRAINT "webhook_endpoints_partnership" FOREIGN KEY ("retailer_id","partnership_id") REFERENCES "public"."partnerships"("retailer_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "feed_uploads" ADD CONSTRAINT "feed_uploads_partnership" FOREIGN KEY ("retailer_id","partnership_id") REFERENCES "public"."partnerships"("retailer_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "feed_uploads" ADD CONSTRAINT "feed_uploads_blob" FOREIGN KEY ("retailer_id","blob_id") REFERENCES "public"."blobs"("retailer_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "feed_uploads" ADD CONSTRAINT "feed_uploads_document" FOREIGN KEY ("retailer_id","document_id") REFERENCES "public"."documents"("retailer_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "feed_uploads" ADD CONSTRAINT "feed_uploads_run" FOREIGN KEY ("retailer_id","feed_run_id") REFERENCES "public"."feed_runs"("retailer_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "fetch_sources" ADD CONSTRAINT "fetch_sources_retailer_id_retailers_id_fk" FOREIGN KEY ("retailer_id") REFERENCES "public"."retailers"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "fetch_sources" ADD CONSTRAINT "fetch_sources_partnership" FOREIGN KEY ("retailer_id","partnership_id") REFERENCES "public"."partnerships"("retailer_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "import_refusals" ADD CONSTRAINT "import_refusals_import" FOREIGN KEY ("retailer_id","import_id") REFERENCES "public"."imports"("retailer_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "imports" ADD CONSTRAINT "imports_retailer_id_retailers_id_fk" FOREIGN KEY ("retailer_id") REFERENCES "public"."retailers"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "imports" ADD CONSTRAINT "imports_blob" FOREIGN KEY ("retailer_id","blob_id") REFERENCES "public"."blobs"("retailer_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "invoice_reviews" ADD CONSTRAINT "invoice_reviews_document" FOREIGN KEY ("retailer_id","document_id") REFERENCES "public"."documents"("retailer_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "invoice_reviews" ADD CONSTRAINT "invoice_reviews_partnership" FOREIGN KEY ("retailer_id","partnership_id") REFERENCES "public"."partnerships"("retailer_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "invoice_reviews" ADD CONSTRAINT "invoice_reviews_invoice" FOREIGN KEY ("retailer_id","invoice_id") REFERENCES "public"."invoices"("retailer_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "pdf_layouts" ADD CONSTRAINT "pdf_layouts_partnership" FOREIGN KEY ("retailer_id","partnership_id") REFERENCES "public"."partnerships"("retailer_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "pdf_layouts" ADD CONSTRAINT "pdf_layouts_document" FOREIGN KEY ("retailer_id","document_id") REFERENCES "public"."documents"("retailer_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "exceptions" ADD CONSTRAINT "exceptions_assigned_to_users_id_fk" FOREIGN KEY ("assigned_to") REFERENCES "public"."users"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "export_batches" ADD CONSTRAINT "export_batches_retailer_id_retailers_id_fk" FOREIGN KEY ("retailer_id") REFERENCES "public"."retailers"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "export_items" ADD CONSTRAINT "export_items_batch" FOREIGN KEY ("retailer_id","batch_id") REFERENCES "public"."export_batches"("retailer_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "export_items" ADD CONSTRAINT "export_items_invoice" FOREIGN KEY ("retailer_id","invoice_id") REFERENCES "public"."invoices"("retailer_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "invoice_charges" ADD CONSTRAINT "invoice_charges_invoice" FOREIGN KEY ("retailer_id","invoice_id") REFERENCES "public"."invoices"("retailer_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "invoice_lines" ADD CONSTRAINT "invoice_lines_invoice" FOREIGN KEY ("retailer_id","invoice_id") REFERENCES "public"."invoices"("retailer_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "invoice_lines" ADD CONSTRAINT "invoice_lines_order_line" FOREIGN KEY ("retailer_id","purchase_order_line_id") REFERENCES "public"."purchase_order_lines"("retailer_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "invoices" ADD CONSTRAINT "invoices_partnership" FOREIGN KEY ("retailer_id","partnership_id") REFERENCES "public"."partnerships"("retailer_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "invoices" ADD CONSTRAINT "invoices_order" FOREIGN KEY ("retailer_id","purchase_order_id") REFERENCES "public"."purchase_orders"("retailer_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "blob_chunks" ADD CONSTRAINT "blob_chunks_blob" FOREIGN KEY ("retailer_id","blob_id") REFERENCES "public"."blobs"("retailer_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "blobs" ADD CONSTRAINT "blobs_retailer_id_retailers_id_fk" FOREIGN KEY ("retailer_id") REFERENCES "public"."retailers"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "documents" ADD CONSTRAINT "documents_retailer_id_retailers_id_fk" FOREIGN KEY ("retailer_id") REFERENCES "public"."retailers"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "documents" ADD CONSTRAINT "documents_message" FOREIGN KEY ("retailer_id","message_id") REFERENCES "public"."messages"("retailer_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "documents" ADD CONSTRAINT "documents_order" FOREIGN KEY ("retailer_id","purchase_order_id") REFERENCES "public"."purchase_orders"("retailer_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "interchanges" ADD CONSTRAINT "interchanges_message" FOREIGN KEY ("retailer_id","message_id") REFERENCES "public"."messages"("retailer_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "message_events" ADD CONSTRAINT "message_events_message" FOREIGN KEY ("retailer_id","message_id") REFERENCES "public"."messages"("retailer_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "messages" ADD CONSTRAINT "messages_retailer_id_retailers_id_fk" FOREIGN KEY ("retailer_id") REFERENCES "public"."retailers"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "messages" ADD CONSTRAINT "messages_blob" FOREIGN KEY ("retailer_id","blob_id") REFERENCES "public"."blobs"("retailer_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "messages" ADD CONSTRAINT "messages_receipt" FOREIGN KEY ("retailer_id","receipt_blob_id") REFERENCES "public"."blobs"("retailer_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "listings" ADD CONSTRAINT "listings_product" FOREIGN KEY ("retailer_id","product_id") REFERENCES "public"."products"("retailer_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "listings" ADD CONSTRAINT "listings_sales_channel" FOREIGN KEY ("retailer_id","channel_id") REFERENCES "public"."sales_channels"("retailer_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "sales_channels" ADD CONSTRAINT "sales_channels_retailer_id_retailers_id_fk" FOREIGN KEY ("retailer_id") REFERENCES "public"."retailers"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "notification_digests" ADD CONSTRAINT "notification_digests_membership_id_memberships_id_fk" FOREIGN KEY ("membership_id") REFERENCES "public"."memberships"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "notification_digests" ADD CONSTRAINT "notification_digests_notification" FOREIGN KEY ("retailer_id","notification_id") REFERENCES "public"."notifications"("retailer_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "notifications" ADD CONSTRAINT "notifications_retailer_id_retailers_id_fk" FOREIGN KEY ("retailer_id") REFERENCES "public"."retailers"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "notifications" ADD CONSTRAINT "notifications_partnership" FOREIGN KEY ("retailer_id","partnership_id") REFERENCES "public"."partnerships"("retailer_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "number_blocks" ADD CONSTRAINT "number_blocks_retailer_id_retailers_id_fk" FOREIGN KEY ("retailer_id") REFERENCES "public"."retailers"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "number_series" ADD CONSTRAINT "number_series_retailer_id_retailers_id_fk" FOREIGN KEY ("retailer_id") REFERENCES "public"."retailers"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "order_lines" ADD CONSTRAINT "order_lines_order" FOREIGN KEY ("retailer_id","order_id") REFERENCES "public"."orders"("retailer_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "order_lines" ADD CONSTRAINT "order_lines_product" FOREIGN KEY ("retailer_id","product_id") REFERENCES "public"."products"("retailer_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "orders" ADD CONSTRAINT "orders_retailer_id_retailers_id_fk" FOREIGN KEY ("retailer_id") REFERENCES "public"."retailers"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "routing_decisions" ADD CONSTRAINT "routing_decisions_order" FOREIGN KEY ("retailer_id","order_id") REFERENCES "public"."orders"("retailer_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "container_prefixes" ADD CONSTRAINT "container_prefixes_supplier_id_suppliers_id_fk" FOREIGN KEY ("supplier_id") REFERENCES "public"."suppliers"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "packing_slip_brands" ADD CONSTRAINT "packing_slip_brands_retailer_id_retailers_id_fk" FOREIGN KEY ("retailer_id") REFERENCES "public"."retailers"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "prints" ADD CONSTRAINT "prints_order" FOREIGN KEY ("retailer_id","purchase_order_id") REFERENCES "public"."purchase_orders"("retailer_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "ship_from_addresses" ADD CONSTRAINT "ship_from_addresses_supplier_id_suppliers_id_fk" FOREIGN KEY ("supplier_id") REFERENCES "public"."suppliers"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "channels" ADD CONSTRAINT "channels_partnership" FOREIGN KEY ("retailer_id","partnership_id") REFERENCES "public"."partnerships"("retailer_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "control_numbers" ADD CONSTRAINT "control_numbers_partnership" FOREIGN KEY ("retailer_id","partnership_id") REFERENCES "public"."partnerships"("retailer_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "identities" ADD CONSTRAINT "identities_retailer_id_retailers_id_fk" FOREIGN KEY ("retailer_id") REFERENCES "public"."retailers"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "partner_maps" ADD CONSTRAINT "partner_maps_partnership" FOREIGN KEY ("retailer_id","partnership_id") REFERENCES "public"."partnerships"("retailer_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "partnerships" ADD CONSTRAINT "partnerships_retailer_id_retailers_id_fk" FOREIGN KEY ("retailer_id") REFERENCES "public"."retailers"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "partnerships" ADD CONSTRAINT "partnerships_supplier_id_suppliers_id_fk" FOREIGN KEY ("supplier_id") REFERENCES "public"."suppliers"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "source_standings" ADD CONSTRAINT "source_standings_source" FOREIGN KEY ("retailer_id","source_id") REFERENCES "public"."sources"("retailer_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "sources" ADD CONSTRAINT "sources_retailer_id_retailers_id_fk" FOREIGN KEY ("retailer_id") REFERENCES "public"."retailers"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "sources" ADD CONSTRAINT "sources_partnership" FOREIGN KEY ("retailer_id","partnership_id") REFERENCES "public"."partnerships"("retailer_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "api_keys" ADD CONSTRAINT "api_keys_retailer_id_retailers_id_fk" FOREIGN KEY ("retailer_id") REFERENCES "public"."retailers"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "api_keys" ADD CONSTRAINT "api_keys_supplier_id_suppliers_id_fk" FOREIGN KEY ("supplier_id") REFERENCES "public"."suppliers"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "memberships" ADD CONSTRAINT "memberships_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "memberships" ADD CONSTRAINT "memberships_retailer_id_retailers_id_fk" FOREIGN KEY ("retailer_id") REFERENCES "public"."retailers"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "memberships" ADD CONSTRAINT "memberships_supplier_id_suppliers_id_fk" FOREIGN KEY ("supplier_id") REFERENCES "public"."suppliers"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "prepared_files" ADD CONSTRAINT "prepared_files_retailer_id_retailers_id_fk" FOREIGN KEY ("retailer_id") REFERENCES "public"."retailers"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "prepared_files" ADD CONSTRAINT "prepared_files_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "acknowledgment_lines" ADD CONSTRAINT "acknowledgment_lines_acknowledgment" FOREIGN KEY ("retailer_id","acknowledgment_id") REFERENCES "public"."acknowledgments"("retailer_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "acknowledgment_lines" ADD CONSTRAINT "acknowledgment_lines_line" FOREIGN KEY ("retailer_id","purchase_order_line_id") REFERENCES "public"."purchase_order_lines"("retailer_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "acknowledgments" ADD CONSTRAINT "acknowledgments_order" FOREIGN KEY ("retailer_id","purchase_order_id") REFERENCES "public"."purchase_orders"("retailer_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "purchase_order_changes" ADD CONSTRAINT "purchase_order_changes_order" FOREIGN KEY ("retailer_id","purchase_order_id") REFERENCES "public"."purchase_orders"("retailer_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "purchase_order_lines" ADD CONSTRAINT "purchase_order_lines_order" FOREIGN KEY ("retailer_id","purchase_order_id") REFERENCES "public"."purchase_orders"("retailer_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "purchase_order_lines" ADD CONSTRAINT "purchase_order_lines_order_line" FOREIGN KEY ("retailer_id","order_line_id") REFERENCES "public"."order_lines"("retailer_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "purchase_order_lines" ADD CONSTRAINT "purchase_order_lines_offer" FOREIGN KEY ("retailer_id","offer_id") REFERENCES "public"."offers"("retailer_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "purchase_order_lines" ADD CONSTRAINT "purchase_order_lines_product" FOREIGN KEY ("retailer_id","product_id") REFERENCES "public"."products"("retailer_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "purchase_orders" ADD CONSTRAINT "purchase_orders_order" FOREIGN KEY ("retailer_id","order_id") REFERENCES "public"."orders"("retailer_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "purchase_orders" ADD CONSTRAINT "purchase_orders_source" FOREIGN KEY ("retailer_id","source_id") REFERENCES "public"."sources"("retailer_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "purchase_orders" ADD CONSTRAINT "purchase_orders_partnership" FOREIGN KEY ("retailer_id","partnership_id") REFERENCES "public"."partnerships"("retailer_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "purchase_orders" ADD CONSTRAINT "purchase_orders_decision_made" FOREIGN KEY ("retailer_id","routing_decision_id") REFERENCES "public"."routing_decisions"("retailer_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "reservations" ADD CONSTRAINT "reservations_line" FOREIGN KEY ("retailer_id","purchase_order_line_id") REFERENCES "public"."purchase_order_lines"("retailer_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "reservations" ADD CONSTRAINT "reservations_offer" FOREIGN KEY ("retailer_id","offer_id") REFERENCES "public"."offers"("retailer_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "shipment_lines" ADD CONSTRAINT "shipment_lines_shipment" FOREIGN KEY ("retailer_id","shipment_id") REFERENCES "public"."shipments"("retailer_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "shipment_lines" ADD CONSTRAINT "shipment_lines_package" FOREIGN KEY ("retailer_id","package_id") REFERENCES "public"."shipment_packages"("retailer_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "shipment_lines" ADD CONSTRAINT "shipment_lines_line" FOREIGN KEY ("retailer_id","purchase_order_line_id") REFERENCES "public"."purchase_order_lines"("retailer_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "shipment_packages" ADD CONSTRAINT "shipment_packages_shipment" FOREIGN KEY ("retailer_id","shipment_id") REFERENCES "public"."shipments"("retailer_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "shipments" ADD CONSTRAINT "shipments_source" FOREIGN KEY ("retailer_id","source_id") REFERENCES "public"."sources"("retailer_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "message_replay_items" ADD CONSTRAINT "message_replay_items_replay" FOREIGN KEY ("retailer_id","replay_id") REFERENCES "public"."message_replays"("retailer_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "message_replay_items" ADD CONSTRAINT "message_replay_items_message" FOREIGN KEY ("retailer_id","message_id") REFERENCES "public"."messages"("retailer_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "message_replays" ADD CONSTRAINT "message_replays_retailer_id_retailers_id_fk" FOREIGN KEY ("retailer_id") REFERENCES "public"."retailers"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "saved_views" ADD CONSTRAINT "saved_views_retailer_id_retailers_id_fk" FOREIGN KEY ("retailer_id") REFERENCES "public"."retailers"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "saved_views" ADD CONSTRAINT "saved_views_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "claim_credits" ADD CONSTRAINT "claim_credits_claim" FOREIGN KEY ("retailer_id","claim_id") REFERENCES "public"."claims"("retailer_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "claim_credits" ADD CONSTRAINT "claim_credits_memo" FOREIGN KEY ("retailer_id","credit_memo_id") REFERENCES "public"."invoices"("retailer_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "claims" ADD CONSTRAINT "claims_partnership" FOREIGN KEY ("retailer_id","partnership_id") REFERENCES "public"."partnerships"("retailer_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "claims" ADD CONSTRAINT "claims_invoice" FOREIGN KEY ("retailer_id","invoice_id") REFERENCES "public"."invoices"("retailer_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "export_lines" ADD CONSTRAINT "export_lines_batch" FOREIGN KEY ("retailer_id","batch_id") REFERENCES "public"."export_batches"("retailer_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "export_lines" ADD CONSTRAINT "export_lines_invoice" FOREIGN KEY ("retailer_id","invoice_id") REFERENCES "public"."invoices"("retailer_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "payment_items" ADD CONSTRAINT "payment_items_payment" FOREIGN KEY ("retailer_id","payment_id") REFERENCES "public"."payments"("retailer_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "payment_items" ADD CONSTRAINT "payment_items_invoice" FOREIGN KEY ("retailer_id","invoice_id") REFERENCES "public"."invoices"("retailer_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "payments" ADD CONSTRAINT "payments_partnership" FOREIGN KEY ("retailer_id","partnership_id") REFERENCES "public"."partnerships"("retailer_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "account_tokens" ADD CONSTRAINT "account_tokens_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "authenticators" ADD CONSTRAINT "authenticators_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "invitations" ADD CONSTRAINT "invitations_retailer_id_retailers_id_fk" FOREIGN KEY ("retailer_id") REFERENCES "public"."retailers"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "invitations" ADD CONSTRAINT "invitations_supplier_id_suppliers_id_fk" FOREIGN KEY ("supplier_id") REFERENCES "public"."suppliers"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "invitations" ADD CONSTRAINT "invitations_via_retailer_id_retailers_id_fk" FOREIGN KEY ("via_retailer_id") REFERENCES "public"."retailers"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "open_id_links" ADD CONSTRAINT "open_id_links_retailer_id_retailers_id_fk" FOREIGN KEY ("retailer_id") REFERENCES "public"."retailers"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "open_id_links" ADD CONSTRAINT "open_id_links_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "recovery_codes" ADD CONSTRAINT "recovery_codes_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "sessions" ADD CONSTRAINT "sessions_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "storefront_listings" ADD CONSTRAINT "storefront_listings_storefront" FOREIGN KEY ("retailer_id","storefront_id") REFERENCES "public"."storefronts"("retailer_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "storefront_listings" ADD CONSTRAINT "storefront_listings_listing" FOREIGN KEY ("retailer_id","listing_id") REFERENCES "public"."listings"("retailer_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "storefront_orders" ADD CONSTRAINT "storefront_orders_storefront" FOREIGN KEY ("retailer_id","storefront_id") REFERENCES "public"."storefronts"("retailer_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "storefront_orders" ADD CONSTRAINT "storefront_orders_order" FOREIGN KEY ("retailer_id","order_id") REFERENCES "public"."orders"("retailer_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "storefront_packages" ADD CONSTRAINT "storefront_packages_storefront" FOREIGN KEY ("retailer_id","storefront_id") REFERENCES "public"."storefronts"("retailer_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "storefront_packages" ADD CONSTRAINT "storefront_packages_package" FOREIGN KEY ("retailer_id","package_id") REFERENCES "public"."shipment_packages"("retailer_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "storefront_webhooks" ADD CONSTRAINT "storefront_webhooks_storefront" FOREIGN KEY ("retailer_id","storefront_id") REFERENCES "public"."storefronts"("retailer_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "storefronts" ADD CONSTRAINT "storefronts_sales_channel" FOREIGN KEY ("retailer_id","channel_id") REFERENCES "public"."sales_channels"("retailer_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "announcements_standing" ON "announcements" USING btree ("retailer_id","id") WHERE "announcements"."withdrawn_at" is null;--> statement-breakpoint
CREATE INDEX "feed_health_due" ON "feed_health" USING btree ("retailer_id","next_at");--> statement-breakpoint
CREATE INDEX "feed_runs_by_source" ON "feed_runs" USING btree ("retailer_id","source_id","id");--> statement-breakpoint
CREATE INDEX "offers_by_product" ON "offers" USING btree ("retailer_id","product_id");--> statement-breakpoint
CREATE INDEX "offers_by_sku" ON "offers" USING btree ("retailer_id",(lower("supplier_sku") collate "C"));--> statement-breakpoint
CREATE INDEX "offers_unmatched" ON "offers" USING btree ("retailer_id","source_id","supplier_sku") WHERE "offers"."product_id" is null;--> statement-breakpoint
CREATE INDEX "products_made" ON "products" USING btree ("retailer_id","made_from_run_id") WHERE "products"."made_from_run_id" is not null;--> statement-breakpoint
CREATE INDEX "products_upc" ON "products" USING btree ("retailer_id","upc");--> statement-breakpoint
CREATE INDEX "products_by_sku" ON "products" USING btree ("retailer_id",(lower("sku") collate "C"));--> statement-breakpoint
CREATE INDEX "products_gtin14" ON "products" USING btree ("retailer_id",lpad(coalesce("gtin", "ean", "upc"), 14, '0'));--> statement-breakpoint
CREATE INDEX "products_part" ON "products" USING btree ("retailer_id",lower("manufacturer_part"));--> statement-breakpoint
CREATE UNIQUE INDEX "rule_sets_one_draft" ON "rule_sets" USING btree ("retailer_id","kind") WHERE "rule_sets"."status" = 'draft';--> statement-breakpoint
CREATE INDEX "stock_moved" ON "stock" USING btree ("retailer_id","offer_id") WHERE "stock"."quantity" <> "stock"."told";--> statement-breakpoint
CREATE UNIQUE INDEX "certificate_requests_key" ON "certificate_requests" USING btree ("retailer_id","public_key_hash");--> statement-breakpoint
CREATE UNIQUE INDEX "certificates_once" ON "certificates" USING btree ("retailer_id","fingerprint",coalesce("partnership_id", '00000000-0000-0000-0000-000000000000'));--> statement-breakpoint
CREATE INDEX "certificates_by_partnership" ON "certificates" USING btree ("retailer_id","partnership_id");--> statement-breakpoint
CREATE INDEX "deadlines_next" ON "deadlines" USING btree ("retailer_id","next_at") WHERE "deadlines"."next_at" is not null;--> statement-breakpoint
CREATE INDEX "deadlines_open" ON "deadlines" USING btree ("retailer_id","due_at","id") WHERE "deadlines"."ended_at" is null;--> statement-breakpoint
CREATE INDEX "deadlines_by_due" ON "deadlines" USING btree ("retailer_id","kind","due_at");--> statement-breakpoint
CREATE INDEX "events_by_order" ON "events" USING btree ("retailer_id","order_id","id");--> statement-breakpoint
CREATE INDEX "events_by_purchase_order" ON "events" USING btree ("retailer_id","purchase_order_id","id");--> statement-breakpoint
CREATE INDEX "events_by_invoice" ON "events" USING btree ("retailer_id","invoice_id","id");--> statement-breakpoint
CREATE INDEX "idempotency_keys_by_age" ON "idempotency_keys" USING btree ("created_at");--> statement-breakpoint
CREATE INDEX "webhook_deliveries_due" ON "webhook_deliveries" USING btree ("retailer_id","endpoint_id","due_at") WHERE "webhook_deliveries"."status" in ('queued', 'retrying');--> statement-breakpoint
CREATE INDEX "webhook_deliveries_in_sequence" ON "webhook_deliveries" USING btree ("retailer_id","endpoint_id","object_id","event_id") WHERE "webhook_deliveries"."status" in ('queued', 'retrying');--> statement-breakpoint
CREATE INDEX "webhook_deliveries_by_event" ON "webhook_deliveries" USING btree ("retailer_id","event_id");--> statement-breakpoint
CREATE INDEX "feed_uploads_by_partnership" ON "feed_uploads" USING btree ("retailer_id","partnership_id","id");--> statement-breakpoint
CREATE INDEX "fetch_sources_due" ON "fetch_sources" USING btree ("retailer_id","due_at");--> statement-breakpoint
CREATE INDEX "invoice_reviews_waiting" ON "invoice_reviews" USING btree ("retailer_id","document_id") WHERE "invoice_reviews"."status" = 'waiting';--> statement-breakpoint
CREATE INDEX "exceptions_open" ON "exceptions" USING btree ("retailer_id","kind","id") WHERE "exceptions"."resolved_at" is null;--> statement-breakpoint
CREATE INDEX "exceptions_open_of_partner" ON "exceptions" USING btree ("retailer_id","partnership_id") WHERE "exceptions"."resolved_at" is null;--> statement-breakpoint
CREATE INDEX "exceptions_by_invoice" ON "exceptions" USING btree ("retailer_id","invoice_id");--> statement-breakpoint
CREATE INDEX "exceptions_by_order" ON "exceptions" USING btree ("retailer_id","order_id");--> statement-breakpoint
CREATE INDEX "exceptions_by_purchase_order" ON "exceptions" USING btree ("retailer_id","purchase_order_id");--> statement-breakpoint
CREATE INDEX "exceptions_by_message" ON "exceptions" USING btree ("retailer_id","message_id");--> statement-breakpoint
CREATE UNIQUE INDEX "export_items_once" ON "export_items" USING btree ("retailer_id","invoice_id") WHERE "export_items"."voided_at" is null;--> statement-breakpoint
CREATE INDEX "invoice_charges_by_invoice" ON "invoice_charges" USING btree ("retailer_id","invoice_id");--> statement-breakpoint
CREATE INDEX "invoice_lines_by_order_line" ON "invoice_lines" USING btree ("retailer_id","purchase_order_line_id");--> statement-breakpoint
CREATE INDEX "invoice_lines_by_order_number" ON "invoice_lines" USING btree ("retailer_id","purchase_order_number") WHERE "invoice_lines"."purchase_order_number" is not null;--> statement-breakpoint
CREATE UNIQUE INDEX "invoices_number" ON "invoices" USING btree ("retailer_id","partnership_id","type","number","number_use") WHERE "invoices"."status" <> 'void';--> statement-breakpoint
CREATE INDEX "invoices_by_status" ON "invoices" USING btree ("retailer_id","status","id");--> statement-breakpoint
CREATE INDEX "invoices_by_partnership" ON "invoices" USING btree ("retailer_id","partnership_id","id");--> statement-breakpoint
CREATE INDEX "invoices_of_partner_due" ON "invoices" USING btree ("retailer_id","partnership_id","due_date","id");--> statement-breakpoint
CREATE INDEX "invoices_of_partner_number" ON "invoices" USING btree ("retailer_id","partnership_id",(lower("number") collate "C"),"id");--> statement-breakpoint
CREATE INDEX "invoices_waiting" ON "invoices" USING btree ("retailer_id","wait_until") WHERE "invoices"."status" = 'waiting';--> statement-breakpoint
CREATE INDEX "invoices_by_order" ON "invoices" USING btree ("retailer_id","purchase_order_id");--> statement-breakpoint
CREATE INDEX "invoices_by_number" ON "invoices" USING btree ("retailer_id",(lower("number") collate "C"));--> statement-breakpoint
CREATE INDEX "invoices_by_order_number" ON "invoices" USING btree ("retailer_id",(lower("purchase_order_number") collate "C"));--> statement-breakpoint
CREATE INDEX "invoices_payable" ON "invoices" USING btree ("retailer_id","due_date","id","partnership_id","currency","type","payable") WHERE "invoices"."status" in ('approved', 'exported');--> statement-breakpoint
CREATE INDEX "invoices_by_receipt" ON "invoices" USING btree ("retailer_id","received_at");--> statement-breakpoint
CREATE UNIQUE INDEX "blobs_content" ON "blobs" USING btree ("retailer_id","sha256") WHERE "blobs"."sha256" is not null;--> statement-breakpoint
CREATE UNIQUE INDEX "documents_position" ON "documents" USING btree ("retailer_id","message_id","position") WHERE "documents"."direction" = 'in';--> statement-breakpoint
CREATE INDEX "documents_by_number" ON "documents" USING btree ("retailer_id","kind","number");--> statement-breakpoint
CREATE INDEX "documents_search" ON "documents" USING btree ("retailer_id",(lower("number") collate "C"));--> statement-breakpoint
CREATE INDEX "documents_by_control_number" ON "documents" USING btree ("retailer_id","interchange_number");--> statement-breakpoint
CREATE INDEX "documents_by_group_number" ON "documents" USING btree ("retailer_id","group_number");--> statement-breakpoint
CREATE INDEX "documents_by_message" ON "documents" USING btree ("retailer_id","message_id","position");--> statement-breakpoint
CREATE INDEX "documents_rejected" ON "documents" USING btree ("retailer_id","message_id") WHERE "documents"."status" = 'rejected';--> statement-breakpoint
CREATE INDEX "documents_by_group" ON "documents" USING btree ("retailer_id","partnership_id","direction","functional_id","group_number");--> statement-breakpoint
CREATE INDEX "documents_by_interchange" ON "documents" USING btree ("retailer_id","partnership_id","interchange_number") WHERE "documents"."direction" = 'out';--> statement-breakpoint
CREATE INDEX "documents_by_order" ON "documents" USING btree ("retailer_id","purchase_order_id");--> statement-breakpoint
CREATE INDEX "message_events_by_message" ON "message_events" USING btree ("retailer_id","message_id","id");--> statement-breakpoint
CREATE UNIQUE INDEX "messages_received_once" ON "messages" USING btree ("retailer_id","transport","origin","wire_id") WHERE "messages"."direction" = 'in';--> statement-breakpoint
CREATE INDEX "messages_by_status" ON "messages" USING btree ("retailer_id","direction","status","id");--> statement-breakpoint
CREATE INDEX "messages_by_partnership" ON "messages" USING btree ("retailer_id","partnership_id","id");--> statement-breakpoint
CREATE INDEX "messages_latest" ON "messages" USING btree ("retailer_id","partnership_id","direction","created_at");--> statement-breakpoint
CREATE INDEX "messages_by_wire_id" ON "messages" USING btree ("retailer_id","wire_id");--> statement-breakpoint
CREATE INDEX "messages_by_file" ON "messages" USING btree ("retailer_id",(lower("file_name") collate "C"));--> statement-breakpoint
CREATE UNIQUE INDEX "listings_channel" ON "listings" USING btree ("retailer_id","product_id","channel_id");--> statement-breakpoint
CREATE INDEX "listings_changes" ON "listings" USING btree ("retailer_id","channel_id","revision");--> statement-breakpoint
CREATE INDEX "listings_waiting" ON "listings" USING btree ("retailer_id","id") WHERE "listings"."proposed_price" is not null;--> statement-breakpoint
CREATE UNIQUE INDEX "sales_channels_name" ON "sales_channels" USING btree ("retailer_id",lower("name"));--> statement-breakpoint
CREATE INDEX "sales_channels_due" ON "sales_channels" USING btree ("retailer_id","feed_due_at");--> statement-breakpoint
CREATE INDEX "notification_digests_due" ON "notification_digests" USING btree ("retailer_id","due_at") WHERE "notification_digests"."settled_at" is null;--> statement-breakpoint
CREATE INDEX "notifications_by_partnership" ON "notifications" USING btree ("retailer_id","partnership_id","id");--> statement-breakpoint
CREATE INDEX "orders_status" ON "orders" USING btree ("retailer_id","status","id");--> statement-breakpoint
CREATE INDEX "orders_by_placement" ON "orders" USING btree ("retailer_id","placed_at","id");--> statement-breakpoint
CREATE INDEX "orders_by_number" ON "orders" USING btree ("retailer_id",(lower("number") collate "C"));--> statement-breakpoint
CREATE INDEX "orders_by_number_end" ON "orders" USING btree ("retailer_id",(reverse(lower("number")) collate "C"));--> statement-breakpoint
CREATE INDEX "orders_by_customer" ON "orders" USING gin (to_tsvector('simple', "customer"->>'name'));--> statement-breakpoint
CREATE INDEX "orders_by_recipient" ON "orders" USING gin (to_tsvector('simple', "ship_to"->>'name'));--> statement-breakpoint
CREATE UNIQUE INDEX "container_prefixes_one_active" ON "container_prefixes" USING btree ("supplier_id") WHERE "container_prefixes"."active";--> statement-breakpoint
CREATE UNIQUE INDEX "ship_from_addresses_label" ON "ship_from_addresses" USING btree ("supplier_id",lower("label"));--> statement-breakpoint
CREATE UNIQUE INDEX "ship_from_addresses_one_default" ON "ship_from_addresses" USING btree ("supplier_id") WHERE "ship_from_addresses"."is_default";--> statement-breakpoint
CREATE UNIQUE INDEX "channels_one_active" ON "channels" USING btree ("retailer_id","partnership_id") WHERE "channels"."active";--> statement-breakpoint
CREATE INDEX "identities_partnership" ON "identities" USING btree ("retailer_id","partnership_id");--> statement-breakpoint
CREATE UNIQUE INDEX "partner_maps_one_published" ON "partner_maps" USING btree ("retailer_id","partnership_id","format","document_kind") WHERE "partner_maps"."status" = 'published';--> statement-breakpoint
CREATE UNIQUE INDEX "partner_maps_one_draft" ON "partner_maps" USING btree ("retailer_id","partnership_id","format","document_kind") WHERE "partner_maps"."status" = 'draft';--> statement-breakpoint
CREATE INDEX "partnerships_by_supplier" ON "partnerships" USING btree ("supplier_id");--> statement-breakpoint
CREATE UNIQUE INDEX "sources_one_per_partnership" ON "sources" USING btree ("retailer_id","partnership_id") WHERE "sources"."partnership_id" is not null;--> statement-breakpoint
CREATE UNIQUE INDEX "memberships_retailer" ON "memberships" USING btree ("user_id","retailer_id") WHERE "memberships"."retailer_id" is not null;--> statement-breakpoint
CREATE UNIQUE INDEX "memberships_supplier" ON "memberships" USING btree ("user_id","supplier_id") WHERE "memberships"."supplier_id" is not null;--> statement-breakpoint
CREATE INDEX "prepared_files_by_person" ON "prepared_files" USING btree ("retailer_id","user_id","id");--> statement-breakpoint
CREATE UNIQUE INDEX "purchase_order_changes_one_open" ON "purchase_order_changes" USING btree ("retailer_id","purchase_order_id") WHERE "purchase_order_changes"."status" = 'requested';--> statement-breakpoint
CREATE INDEX "purchase_order_lines_by_order_line" ON "purchase_order_lines" USING btree ("retailer_id","order_line_id");--> statement-breakpoint
CREATE INDEX "purchase_order_lines_by_offer" ON "purchase_order_lines" USING btree ("retailer_id","offer_id");--> statement-breakpoint
CREATE INDEX "purchase_order_lines_unbilled" ON "purchase_order_lines" USING btree ("retailer_id","id") WHERE "purchase_order_lines"."shipped" + "purchase_order_lines"."over_shipped" - "purchase_order_lines"."invoiced" > 0;--> statement-breakpoint
CREATE INDEX "purchase_orders_by_status" ON "purchase_orders" USING btree ("retailer_id","status","id");--> statement-breakpoint
CREATE INDEX "purchase_orders_by_partnership" ON "purchase_orders" USING btree ("retailer_id","partnership_id","status","id");--> statement-breakpoint
CREATE INDEX "purchase_orders_of_partner" ON "purchase_orders" USING btree ("retailer_id","partnership_id","id");--> statement-breakpoint
CREATE INDEX "purchase_orders_of_partner_due" ON "purchase_orders" USING btree ("retailer_id","partnership_id","ship_not_after","id");--> statement-breakpoint
CREATE INDEX "purchase_orders_of_partner_number" ON "purchase_orders" USING btree ("retailer_id","partnership_id",(lower("number") collate "C"),"id");--> statement-breakpoint
CREATE INDEX "purchase_orders_by_order" ON "purchase_orders" USING btree ("retailer_id","order_id");--> statement-breakpoint
CREATE INDEX "purchase_orders_by_number" ON "purchase_orders" USING btree ("retailer_id",(lower("number") collate "C"));--> statement-breakpoint
CREATE INDEX "purchase_orders_by_number_end" ON "purchase_orders" USING btree ("retailer_id",(reverse(lower("number")) collate "C"));--> statement-breakpoint
CREATE INDEX "purchase_orders_by_ship_date" ON "purchase_orders" USING btree ("retailer_id","ship_not_after","id");--> statement-breakpoint
CREATE INDEX "purchase_orders_by_date" ON "purchase_orders" USING btree ("retailer_id","order_date");--> statement-breakpoint
CREATE INDEX "purchase_orders_by_source" ON "purchase_orders" USING btree ("retailer_id","source_id","order_date");--> statement-breakpoint
CREATE INDEX "shipment_lines_by_shipment" ON "shipment_lines" USING btree ("retailer_id","shipment_id");--> statement-breakpoint
CREATE INDEX "shipment_lines_by_line" ON "shipment_lines" USING btree ("retailer_id","purchase_order_line_id");--> statement-breakpoint
CREATE INDEX "shipment_packages_tracking" ON "shipment_packages" USING btree ("retailer_id","tracking_number");--> statement-breakpoint
CREATE INDEX "shipment_packages_by_sscc" ON "shipment_packages" USING btree ("retailer_id","sscc");--> statement-breakpoint
CREATE UNIQUE INDEX "shipments_number" ON "shipments" USING btree ("retailer_id","source_id","number") WHERE "shipments"."taken_back_at" is null;--> statement-breakpoint
CREATE INDEX "shipments_by_number" ON "shipments" USING btree ("retailer_id","source_id","number");--> statement-breakpoint
CREATE INDEX "shipments_by_receipt" ON "shipments" USING btree ("retailer_id","received_at");--> statement-breakpoint
CREATE INDEX "shipments_of_source" ON "shipments" USING btree ("retailer_id","source_id","received_at","id");--> statement-breakpoint
CREATE INDEX "message_replay_items_left" ON "message_replay_items" USING btree ("retailer_id","replay_id","message_id") WHERE "message_replay_items"."outcome" is null;--> statement-breakpoint
CREATE INDEX "saved_views_by_list" ON "saved_views" USING btree ("retailer_id","list","user_id");--> statement-breakpoint
CREATE UNIQUE INDEX "claims_one_open" ON "claims" USING btree ("retailer_id","invoice_id") WHERE "claims"."status" = 'open' and "claims"."kind" <> 'bill-back';--> statement-breakpoint
CREATE INDEX "claims_by_invoice" ON "claims" USING btree ("retailer_id","invoice_id");--> statement-breakpoint
CREATE INDEX "claims_by_partnership" ON "claims" USING btree ("retailer_id","partnership_id","id");--> statement-breakpoint
CREATE INDEX "export_lines_by_invoice" ON "export_lines" USING btree ("retailer_id","invoice_id");--> statement-breakpoint
CREATE INDEX "payments_by_partnership" ON "payments" USING btree ("retailer_id","partnership_id","id");--> statement-breakpoint
CREATE INDEX "account_tokens_user" ON "account_tokens" USING btree ("user_id");--> statement-breakpoint
CREATE INDEX "invitations_by_retailer" ON "invitations" USING btree ("retailer_id");--> statement-breakpoint
CREATE INDEX "invitations_by_supplier" ON "invitations" USING btree ("supplier_id");--> statement-breakpoint
CREATE INDEX "open_id_links_user" ON "open_id_links" USING btree ("user_id");--> statement-breakpoint
CREATE INDEX "sessions_user" ON "sessions" USING btree ("user_id");--> statement-breakpoint
CREATE INDEX "storefront_orders_by_order" ON "storefront_orders" USING btree ("retailer_id","order_id");--> statement-breakpoint
CREATE INDEX "storefront_webhooks_by_age" ON "storefront_webhooks" USING btree ("at");--> statement-breakpoint
CREATE INDEX "storefronts_due" ON "storefronts" USING btree ("retailer_id","due_at");